// Lines of the score to events with ticks, events to bytes. The writer here shares nothing with the reader of the
// runtime, so that each can be held against the other.
#include "tests/tools/chorale_score.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <sstream>
#include <string_view>

namespace chorale {

namespace {

using Bytes = std::vector<std::byte>;

struct Event {
    std::uint32_t tick;
    std::vector<int> bytes;
};

struct Voice {
    std::string letter;
    int channel = 1;
    std::vector<Event> events;
};

struct Note {
    int key;
    double quarters;
};

struct Point {
    double quarters;
    double value;
};

struct Phrase {
    std::map<std::string, std::vector<Note>> voices;
    double quarters = 0;
};

constexpr double articulation_quarters = 1.0 / 16; // a note ends this much early, so that a repeated one speaks again
constexpr double ramp_step_quarters = 0.25;

std::optional<double> number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// "A:B" → both halves; without a colon the second is empty.
std::pair<std::string, std::string> halves(const std::string &text) {
    const std::size_t colon = text.find(':');
    return colon == std::string::npos ? std::pair(text, std::string())
                                      : std::pair(text.substr(0, colon), text.substr(colon + 1));
}

// "F#4" → 66; C4 is 60.
std::optional<int> key_of(const std::string &name) {
    static constexpr int steps[] = {9, 11, 0, 2, 4, 5, 7}; // A … G above C
    if (name.size() < 2 || name[0] < 'A' || name[0] > 'G') {
        return std::nullopt;
    }
    const bool sharp = name[1] == '#';
    const bool flat = name[1] == 'b';
    const std::optional<double> octave = number(std::string_view(name).substr(sharp || flat ? 2 : 1));
    if (!octave) {
        return std::nullopt;
    }
    return steps[name[0] - 'A'] + (sharp ? 1 : 0) - (flat ? 1 : 0) + 12 * (static_cast<int>(*octave) + 1);
}

void put_number(Bytes &bytes, std::uint32_t value, int count) {
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<std::byte>(value >> shift & 0xFF));
    }
}

void put_variable(Bytes &bytes, std::uint32_t value) {
    for (int shift = 21; shift > 0; shift -= 7) {
        if (value >> shift != 0) {
            bytes.push_back(static_cast<std::byte>((value >> shift & 0x7F) | 0x80));
        }
    }
    bytes.push_back(static_cast<std::byte>(value & 0x7F));
}

void put_track(Bytes &file, std::vector<Event> events, std::uint32_t end_tick) {
    std::vector<std::size_t> order(events.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
        return std::pair(events[left].tick, left) < std::pair(events[right].tick, right);
    });
    Bytes body;
    std::uint32_t now = 0;
    const auto put = [&](std::uint32_t tick, const std::vector<int> &bytes) {
        put_variable(body, tick - now);
        now = tick;
        for (const int byte : bytes) {
            body.push_back(static_cast<std::byte>(byte));
        }
    };
    for (const std::size_t place : order) {
        put(events[place].tick, events[place].bytes);
    }
    put(end_tick, {0xFF, 0x2F, 0x00});
    put_number(file, 0x4D54726B, 4); // MTrk
    put_number(file, static_cast<std::uint32_t>(body.size()), 4);
    file.insert(file.end(), body.begin(), body.end());
}

std::vector<int> name_event(const std::string &name) {
    std::vector<int> bytes = {0xFF, 0x03, static_cast<int>(name.size())};
    bytes.insert(bytes.end(), name.begin(), name.end());
    return bytes;
}

class ScoreReader {
  public:
    // The problem with this line, or an empty text.
    std::string take_line(const std::string &line) {
        std::istringstream stream(line.substr(0, line.find_first_of("\r\n")));
        std::vector<std::string> words;
        for (std::string word; stream >> word;) {
            words.push_back(word);
        }
        if (words.empty() || words[0][0] == '#') {
            return {};
        }
        if (words[0] == "ticks" && words.size() == 2) {
            return take_ticks(words[1]);
        }
        if (words[0] == "voice" && words.size() == 5) {
            return take_voice(words);
        }
        if (words[0] == "phrase" && words.size() == 2) {
            open_phrase_ = &phrases_[words[1]];
            return {};
        }
        return words[0] == "play" ? play(words) : take_notes(words);
    }

    Bytes file() const {
        Bytes bytes;
        put_number(bytes, 0x4D546864, 4); // MThd
        put_number(bytes, 6, 4);
        put_number(bytes, 1, 2);
        put_number(bytes, static_cast<std::uint32_t>(voices_.size() + 1), 2);
        put_number(bytes, static_cast<std::uint32_t>(ticks_), 2);
        const std::uint32_t end = tick_at(now_);
        put_track(bytes, tempos_, end);
        for (const Voice &voice : voices_) {
            put_track(bytes, voice.events, end);
        }
        return bytes;
    }

  private:
    std::uint32_t tick_at(double quarters) const { return static_cast<std::uint32_t>(std::lround(quarters * ticks_)); }

    std::string take_ticks(const std::string &word) {
        ticks_ = number(word).value_or(0);
        return ticks_ >= 1 && ticks_ <= 32'767 ? "" : "ticks are 1 to 32767";
    }

    std::string take_voice(const std::vector<std::string> &words) {
        const int channel = static_cast<int>(number(words[2]).value_or(0));
        const int program = static_cast<int>(number(words[3]).value_or(0));
        if (channel < 1 || channel > 16 || program < 1 || program > 128 || words[4].size() > 127) {
            return "a voice has a channel of 1 to 16, a program of 1 to 128 and a name";
        }
        Voice voice{words[1], channel, {}};
        voice.events.push_back({0, name_event(words[4])});
        voice.events.push_back({0, {0xC0 + channel - 1, program - 1}});
        voices_.push_back(voice);
        return {};
    }

    std::string take_notes(const std::vector<std::string> &words) {
        const bool known =
            std::any_of(voices_.begin(), voices_.end(), [&](const Voice &v) { return v.letter == words[0]; });
        if (open_phrase_ == nullptr || !known) {
            return "neither a command nor a voice of a phrase";
        }
        std::vector<Note> &notes = open_phrase_->voices[words[0]];
        double quarters = 0;
        for (std::size_t i = 1; i < words.size(); ++i) {
            const auto [name, length] = halves(words[i]);
            const std::optional<int> key = key_of(name);
            const double duration = length.empty() ? 1 : number(length).value_or(0);
            if (!key || duration <= articulation_quarters) {
                return "not a note: " + words[i];
            }
            notes.push_back({*key, duration});
            quarters += duration;
        }
        if (open_phrase_->voices.size() > 1 && quarters != open_phrase_->quarters) {
            return "this voice is not as long as the one before it";
        }
        open_phrase_->quarters = quarters;
        return {};
    }

    std::string play(const std::vector<std::string> &words) {
        const auto found = words.size() < 4 ? phrases_.end() : phrases_.find(words[1]);
        const std::optional<double> velocity =
            words.size() < 4 || words[2] != "velocity" ? std::nullopt : number(words[3]);
        if (found == phrases_.end() || !velocity || *velocity < 1 || *velocity > 127) {
            return "play wants the name of a phrase and a velocity of 1 to 127";
        }
        const Phrase &phrase = found->second;
        for (std::size_t i = 4; i < words.size();) {
            const std::string &what = words[i++];
            std::vector<Point> points;
            for (; i < words.size() && words[i].find(':') != std::string::npos; ++i) {
                const auto [time, value] = halves(words[i]);
                points.push_back({number(time).value_or(-1), number(value).value_or(-1)});
                if (points.back().quarters < 0 || points.back().quarters > phrase.quarters || points.back().value < 0) {
                    return "not a time within the phrase and a value: " + words[i];
                }
            }
            if (points.empty() || !(what == "tempo" ? add_tempos(points) : add_ramp(what, points))) {
                return "neither a tempo nor a controller: " + what;
            }
        }
        add_notes(phrase, static_cast<int>(*velocity));
        now_ += phrase.quarters;
        return {};
    }

    bool add_tempos(const std::vector<Point> &points) {
        for (const Point &point : points) {
            if (point.value < 4) { // below, the microseconds do not fit three bytes
                return false;
            }
            const auto microseconds = static_cast<int>(std::lround(60e6 / point.value));
            tempos_.push_back(
                {tick_at(now_ + point.quarters),
                 {0xFF, 0x51, 3, microseconds >> 16 & 0xFF, microseconds >> 8 & 0xFF, microseconds & 0xFF}});
        }
        return true;
    }

    // The same controller on every voice; a value that has not changed is not sent again.
    bool add_ramp(const std::string &what, const std::vector<Point> &points) {
        const int controller =
            what.rfind("cc", 0) == 0 ? static_cast<int>(number(std::string_view(what).substr(2)).value_or(-1)) : -1;
        if (controller < 0 || controller > 127) {
            return false;
        }
        int last = -1;
        for (double time = points.front().quarters; time <= points.back().quarters; time += ramp_step_quarters) {
            const int value = std::clamp(static_cast<int>(std::lround(value_at(points, time))), 0, 127);
            for (Voice &voice : voices_) {
                if (value != last) {
                    voice.events.push_back({tick_at(now_ + time), {0xB0 + voice.channel - 1, controller, value}});
                }
            }
            last = value;
        }
        return true;
    }

    static double value_at(const std::vector<Point> &points, double time) {
        for (std::size_t i = 1; i < points.size(); ++i) {
            const Point &from = points[i - 1];
            const Point &to = points[i];
            if (time <= to.quarters) {
                return from.value + (to.value - from.value) * (time - from.quarters) / (to.quarters - from.quarters);
            }
        }
        return points.back().value;
    }

    void add_notes(const Phrase &phrase, int velocity) {
        for (Voice &voice : voices_) {
            double time = now_;
            const auto notes = phrase.voices.find(voice.letter);
            if (notes == phrase.voices.end()) {
                continue;
            }
            for (const Note &note : notes->second) {
                const int channel = voice.channel - 1;
                voice.events.push_back({tick_at(time), {0x90 + channel, note.key, velocity}});
                time += note.quarters;
                voice.events.push_back({tick_at(time - articulation_quarters), {0x80 + channel, note.key, 64}});
            }
        }
    }

    double ticks_ = 480;
    double now_ = 0; // quarters
    std::vector<Voice> voices_;
    std::map<std::string, Phrase> phrases_;
    Phrase *open_phrase_ = nullptr;
    std::vector<Event> tempos_ = {{0, name_event("Tempo")}};
};

} // namespace

std::variant<std::vector<std::byte>, ScoreError> midi_file_of_score(const std::string &text) {
    ScoreReader reader;
    std::istringstream lines(text);
    int line_number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++line_number;
        if (std::string problem = reader.take_line(line); !problem.empty()) {
            return ScoreError{line_number, problem};
        }
    }
    return reader.file();
}

} // namespace chorale
