// The JSON form of a report.
#include <nlohmann/json.hpp>

#include "compiler/diag/render.h"

namespace tactus::diag {

namespace {

using Json = nlohmann::ordered_json;

// Without a file (a command line, a file that could not be read): an empty name and line 0.
Json with_range(Json object, Span span, const Lines &lines) {
    const bool valid = span.file.valid();
    const Position begin = valid ? lines.position(span.file, span.begin) : Position{0, 0};
    const Position end = valid ? lines.position(span.file, span.end) : Position{0, 0};
    object["file"] = valid ? std::string{lines.name(span.file)} : std::string{};
    object["line"] = begin.line;
    object["column"] = begin.column;
    object["end_line"] = end.line;
    object["end_column"] = end.column;
    return object;
}

Json to_json(const Edit &edit, const Lines &lines) {
    Json object = with_range(Json::object(), edit.span, lines);
    object["begin_byte"] = edit.span.begin;
    object["end_byte"] = edit.span.end;
    object["replacement"] = edit.replacement;
    return object;
}

Json to_json(const Diagnostic &d, const Lines &lines) {
    const KindInfo &kind = info(d.kind);
    Json object{{"code", kind.code}, {"level", level_name(kind.level)}, {"message", d.message}};
    object = with_range(std::move(object), d.span, lines);
    object["label"] = d.primary_label;
    object["labels"] = Json::array();
    for (const Label &label : d.labels) {
        object["labels"].push_back(with_range(Json{{"text", label.text}}, label.span, lines));
    }
    object["helps"] = Json::array();
    for (const Help &help : d.helps) {
        Json one{{"text", help.text}};
        if (help.edit) {
            one["edit"] = to_json(*help.edit, lines);
        }
        object["helps"].push_back(std::move(one));
    }
    return object;
}

} // namespace

std::string render_json(const Report &report, const Lines &lines) {
    Json all = Json::array();
    for (const Diagnostic &d : report.diagnostics()) {
        all.push_back(to_json(d, lines));
    }
    return all.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace tactus::diag
