/* The contract between compiled code and whatever runs it: JIT, interpreter, object file, wasm, board. C11 and C++20.
   No pointer in anything that is stored or compared; every table is read-only data of the kernel.
   docs/explanation/graph.md gives the meaning. */
/* clang-format off */
#ifndef TACTUS_KERNEL_H
#define TACTUS_KERNEL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TACTUS_KERNEL_ABI 1u
#define TACTUS_TICK 16u /* frames; part of the language's meaning, the same on every target */
#define TACTUS_NOTE_FIELDS 8u

enum tactus_type { TACTUS_REAL, TACTUS_PHASE, TACTUS_INTEGER, TACTUS_BOOLEAN };
enum tactus_status { TACTUS_NONFINITE = 1u, TACTUS_SUBNORMAL = 2u };
enum tactus_note_field {
    TACTUS_FREQ, TACTUS_KEY, TACTUS_VELOCITY, TACTUS_RELEASE, TACTUS_CHANNEL, TACTUS_BEND, TACTUS_PRESSURE, TACTUS_TIMBRE
};
enum tactus_param_flags { TACTUS_PARAM_STEP = 1u, TACTUS_PARAM_LOG = 2u, TACTUS_PARAM_TOGGLE = 4u };
enum tactus_steal { TACTUS_STEAL_OLDEST, TACTUS_STEAL_QUIETEST };
enum tactus_voice_mode { TACTUS_MODE_POLY, TACTUS_MODE_MONO, TACTUS_MODE_LEGATO };

/* Voice v of a field lives at offset + (v / lanes) * group_stride + (v % lanes) * 4. Patch-wide fields have voices = lanes = 1. */
typedef struct {
    uint64_t key;
    uint32_t type, offset, lanes, voices, group_stride, name; /* name: offset into names */
} tactus_field;

enum tactus_line_flags { TACTUS_LINE_RANDOM = 1u };

/* A delay line: own allocation, handed over by pointer, never inside `state`. Sample s of voice v lies at
   ((v / lanes) * frames + (s & (frames - 1))) * lanes + v % lanes; frames is a power of two (but of blocks: s < frames).
   With TACTUS_LINE_RANDOM a buffer: entry i of the patch's lies at i. In a voice frames is twice the number of entries; entry i of voice v lies at
   ((v / lanes) * frames + i) * lanes + v % lanes, and frames / 2 rows further the number of the voice's start in which it was written. */
typedef struct {
    uint64_t key;
    uint32_t frames, voices, lanes, least_delay, longest_delay, name;
    float init;
    uint32_t flags; /* tactus_line_flags */
} tactus_line;

typedef struct {
    uint64_t key;
    float init, low, high;
    uint32_t smooth_ticks, flags, name, osc, unit; /* name, osc, unit: offsets into names ("" when none) */
    int32_t controller, nrpn;                      /* -1: none */
    uint32_t osc_argument;                         /* which number of the message, from 1 on */
    float osc_low, osc_high;                       /* sent at the ends of the range; equal: the value itself */
} tactus_param;

typedef struct {
    uint64_t key;
    uint32_t voices, slots, lanes, groups; /* slots = voices + spares; groups * lanes >= slots */
    uint32_t steal, mode, fade_frames, name;
    uint32_t generated, first_line, line_count;  /* notes from the patch's own lines */
    int32_t channel, low_key, high_key, transpose; /* what of them; channel 0: all, and of own lines always */
} tactus_poly;

typedef struct {
    uint32_t name, channel; /* name of the port: "out", "send" …; channel within it */
} tactus_port;

/* The notes of one poly's voices, structure of arrays over groups * lanes slots; written by the runtime between calls only. */
typedef struct {
    float *field[TACTUS_NOTE_FIELDS]; /* continuous ones are seen at the next tick, the others at the next refresh */
    uint32_t *gate;                   /* 1 while held                                                             */
    uint32_t *start;                  /* 1: a note-on lies on the first frame of the next call; the runtime clears it after */
    uint32_t *stolen;                 /* 1: fade out over fade_frames, then sleep                                 */
    uint32_t *awake;                  /* 1: sounds; set by the runtime, cleared by the kernel at a tick           */
    float *level;                     /* out: peak of the last whole tick, for `quietest`                         */
    const uint32_t *awake_groups;     /* ascending; every group with an awake slot is in it                       */
    uint32_t awake_group_count;
} tactus_voices;

/* One note line that the patch makes: what it was on each frame of the current tick. Written by the kernel. */
typedef struct {
    float freq[TACTUS_TICK], velocity[TACTUS_TICK];
    uint32_t gate[TACTUS_TICK];
} tactus_note_line;

struct tactus_kernel;

typedef struct { /* one instance; all of it is owned by the runtime */
    const struct tactus_kernel *kernel;
    uint8_t *state;   /* state_bytes, 64-aligned, zeroed before init */
    uint8_t *scratch; /* scratch_bytes, 64-aligned: dead between calls */
    float *const *lines;         /* [line_count], 64-aligned, frames * (slots rounded up to lanes) + TACTUS_TICK floats each, zeroed before init */
    tactus_voices *voices;       /* [poly_count] */
    const float *params;         /* [param_count] targets, in the parameter's own unit, clipped to low..high */
    tactus_note_line *note_lines; /* [note_line_count] */
} tactus_memory;

typedef struct {
    uint64_t frame;           /* absolute frame of the first sample; never reset */
    const float *const *in;   /* [in_count], already offset to the first sample */
    float *const *out;        /* [out_count], already offset; may not alias the inputs */
    uint64_t beat, beat_step; /* transport at `frame` and per frame, in beats, 32.32 fixed point; beat_step is constant within a tick */
    float tempo;              /* beats per second, constant within a tick */
    uint32_t status;          /* out: tactus_status, or-ed; host kernels leave it to the runtime's float flags and output guard */
} tactus_call;

typedef struct tactus_kernel {
    uint32_t abi, bytes; /* TACTUS_KERNEL_ABI, sizeof(tactus_kernel): read before anything else */
    uint8_t graph_hash[32];
    uint8_t layout_hash[32];
    const char *target; /* triple, cpu, features */
    uint32_t numbers;   /* 0 strict, 1 fast */
    uint32_t sample_rate, lanes, tile_frames, seed;
    float tuning; /* Hz of A4 */
    uint32_t state_bytes, scratch_bytes, latency_frames, longest_delay;
    uint32_t field_count, line_count, param_count, poly_count, in_count, out_count, note_line_count;
    const tactus_field *fields;
    const tactus_line *lines;
    const tactus_param *params;
    const tactus_poly *polys;
    const tactus_port *in, *out;
    const char *names;   /* NUL-separated strings */
    const void *context; /* what an interpreted kernel needs; null in compiled code */
    /* All of them: bounded, no allocation, no lock, no call out. */
    void (*init)(tactus_memory *, const tactus_call *);               /* every memory to its start value                  */
    void (*start)(tactus_memory *, uint32_t poly, uint32_t slot);     /* one voice's memories to their start values       */
    void (*tick)(tactus_memory *, const tactus_call *);               /* advance + refresh, on frame % 16 == 0, before part */
    void (*refresh)(tactus_memory *, const tactus_call *);            /* after note events and step changes inside a tick */
    void (*tile)(tactus_memory *, tactus_call *);                     /* tick + tile_frames frames, on frame % 16 == 0    */
    void (*part)(tactus_memory *, tactus_call *, uint32_t frames);    /* 1..16 frames inside one tick, after tick         */
} tactus_kernel;

/* The one exported symbol of an object or module. */
const tactus_kernel *tactus_kernel_1(void);

#ifdef __cplusplus
}
#endif

#endif
