// What the generated programs of the formatter's test are strewn from: every construct of the language once, each right
// where it stands (definitions in a file, equations in a patch with the input `s`).
#pragma once

#include <array>
#include <string_view>

namespace tactus::test {

// Constructs as they may be written: `~` is where blanks may stand, a blank where one must (a backtick: exactly one),
// `^` where a line may end inside brackets, a line end where a statement ends.
inline constexpr std::array loose_definitions{
    std::string_view{"node lag(x~,~t~:~s~=~10ms~)~->~y {\ny~:~init 0.5\ny~=~^x~*~0.1 +^y@1~*~0.9\n}"},
    std::string_view{"node pair(x)~->~a~,~b {\na~=~x\nb~=~(-x)^->~tanh\n}"},
    std::string_view{
        "node bent(x,~mode~:~soft~|~hard~=~soft)~=~^if mode~==~hard then max(-1,^min(1,~x)) else tanh(^x)"},
    std::string_view{"node wide(x[2],^gain~:~dB~=~-6dB) -> y[2]~{ y~=~x *~gain }"},
    std::string_view{"word third ( a  b c -- y ) { rot   swap -  +  dup  0.5 *   -> h  h h@1 + 2 / neg + }"},
    std::string_view{"word quiet ( x  gain:dB=-6dB  --  y ) {  gain *  }"},
    std::string_view{"table curve[4]~=~[1,~2,^3, 4]"},
    std::string_view{"table rows[2][3]~=~[k in 0..1~:~[i in 0..2~:~^i * (k + 1)]]"},
    std::string_view{"root~=~110Hz"},
    std::string_view{"test \"in tune, \" {\nseconds~=~0.5\ny~=~sine(~440Hz )\nexpect abs(pitch(y)~-~440Hz)~<~1Hz\n}"},
    std::string_view{"controller nano {\nfader[1..8]~:~cc 0..7\ntilt~:~osc \"/wii/accel\"   arg 1 in -1~..~1\n}"},
    std::string_view{"controller desk {\nsolo[1..2]~:~cc 32..33   toggle\nwheel~:~nrpn 7\n}"},
};
inline constexpr std::array loose_equations{
    std::string_view{"buffer tape[~0.1s~]\nat~=~(at@1 +~^1) mod length(tape)\nwhen s~>~0 { tape[~at~]~=~s }"},
    std::string_view{"sample kick~=~\"drums/kick.wav\"\nhit~=~read(kick,~0.1s,^interp~:~cubic)"},
    std::string_view{"param bars[3]~=~[1,~0.5,^0.25] in 0..1   smooth 20ms cc 12..14"},
    std::string_view{"param tone~:~Hz~=~440Hz in 55Hz..2kHz log   osc \"/tone\""},
    std::string_view{"late~=~s@(~3ms~,^max~:~0.5s,~interp~:~linear)"},
    std::string_view{"band~=~svf(s,~800Hz,^0.4).band"},
    std::string_view{"(lo~,~hi~,~_1,~_2,~_3,~_4)~=~svf(~s, 1.2kHz,^0.3)"},
    std::string_view{"held[2]~:~init 0\nheld~=~[s,^held[0]@1]"},
    std::string_view{"folded~=~fold([1,~2,^3],~s,~max)"},
    std::string_view{"out.send~=~s~*^-6dB"},
    std::string_view{"tuned~=~sine(F#3)~+~sine(~Bb2 )~*~7ct ^~2"},
    std::string_view{"turn~:~phase\nturn~=~turn@1~+~3Hz~*~sampletime"},
    std::string_view{"mine~=~Note(freq~:~440Hz,^gate~:~s~>~0,~velocity~:~0.8)"},
    std::string_view{"beats~=~metro(3/4`beat) and  not (s~>=~0.5 or s~!=~s)"},
    std::string_view{"steps~=~[C3,~Eb3,^G3][2]~/~440Hz"},
    std::string_view{"half~=~stack { s dup  0.5 *   -> h  h h@1 + 2 /  (h~*~2) - + }"},
    std::string_view{"range~=~sum((1..4)~*~0.1)~+~length(1..9)~*~50%"},
    std::string_view{"when s~>~0.2 {\na1~=~s\nwhen a1~<~0.9 { a2~=~a1@1 +~1 }\n}"},
    std::string_view{"clipped~=~s~^->~clamp(-1,~1)^->~tanh"},
};
inline constexpr std::array dear_equations{
    std::string_view{"track tune~=~\"C4 [E4 G4] - .\"\nvoices~=~poly(2,~pluck,^notes~:~sequence(tune, 1/4`beat))"},
    std::string_view{"loud~=~s^->~oversample(2,~drive(amount~:~4))"},
    std::string_view{"keys~=~poly(2,~pluck,~notes~:~notes(range~:~C2..B3,^channel~:~10),~steal~:~quietest)"},
};
inline constexpr std::string_view loose_rack =
    "rack live {\nkeys~=~load \"subtractive.tac\" notes(channel~:~1,~range~:~C4..C8)\n"
    "hall~=~load \"hall.tac\"\nhall.x~=~sum(keys.out)\nkeys.cutoff~=~900Hz\n"
    "out~=~hall.out~*~0.5\n}";

} // namespace tactus::test
