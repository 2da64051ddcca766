// Faust's generated class behind plain functions, for bench.cpp: VOICES instances mixed into one, as Faust's own polyphony does it, or one with all voices
// inside. In: controls named freq and gate, or freq0, gate0, freq1 … ; as many inputs and outputs as the class has.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

struct Meta {
    void declare(const char *, const char *) {}
};

struct Soundfile;

// What the class says of its controls: where each is.
struct UI {
    std::map<std::string, float *> places;

    void openTabBox(const char *) {}
    void openHorizontalBox(const char *) {}
    void openVerticalBox(const char *) {}
    void closeBox() {}
    void addButton(const char *name, float *place) { places[name] = place; }
    void addCheckButton(const char *name, float *place) { places[name] = place; }
    void addVerticalSlider(const char *name, float *place, float, float, float, float) { places[name] = place; }
    void addHorizontalSlider(const char *name, float *place, float, float, float, float) { places[name] = place; }
    void addNumEntry(const char *name, float *place, float, float, float, float) { places[name] = place; }
    void addHorizontalBargraph(const char *, float *, float, float) {}
    void addVerticalBargraph(const char *, float *, float, float) {}
    void addSoundfile(const char *, const char *, Soundfile **) {}
    void declare(float *, const char *, const char *) {}
};

struct dsp {
    virtual ~dsp() = default;
};

// clang-format off
<<includeIntrinsic>>
<<includeclass>>
// clang-format on

namespace {

constexpr int most_frames = 4096;

struct Player {
    std::vector<std::unique_ptr<mydsp>> instances;
    std::vector<std::map<std::string, float *>> places; // by instance
    std::vector<std::vector<float>> one;                // outputs of one instance
};

} // namespace

extern "C" {

int faust_outputs() { return mydsp().getNumOutputs(); }

void *faust_create(int rate) {
    auto player = std::make_unique<Player>();
    for (int i = 0; i < INSTANCES; ++i) {
        player->instances.push_back(std::make_unique<mydsp>());
        player->instances.back()->init(rate);
        UI controls;
        player->instances.back()->buildUserInterface(&controls);
        player->places.push_back(controls.places);
    }
    player->one.assign(static_cast<std::size_t>(faust_outputs()), std::vector<float>(most_frames));
    return player.release();
}

void faust_destroy(void *player) { delete static_cast<Player *>(player); }

void faust_set(void *handle, const char *name, int voice, float value) {
    auto &player = *static_cast<Player *>(handle);
    const bool inside = INSTANCES == 1;
    auto &places = player.places[inside ? 0 : static_cast<std::size_t>(voice)];
    const auto found = places.find(inside ? name + std::to_string(voice) : std::string(name));
    if (found != places.end())
        *found->second = value;
}

void faust_compute(void *handle, int frames, float **in, float **out) {
    auto &player = *static_cast<Player *>(handle);
    if (INSTANCES == 1) {
        player.instances[0]->compute(frames, in, out);
        return;
    }
    std::vector<float *>::size_type channels = player.one.size();
    float *own[16];
    for (std::size_t c = 0; c < channels; ++c) {
        own[c] = player.one[c].data();
        std::fill_n(out[c], frames, 0.0f);
    }
    for (auto &instance : player.instances) {
        instance->compute(frames, in, own);
        for (std::size_t c = 0; c < channels; ++c)
            for (int k = 0; k < frames; ++k)
                out[c][k] += own[c][k];
    }
}
}
