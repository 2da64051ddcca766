// Arbitrary bytes as a patch file through everything before code generation: they end with a schedule or with
// diagnostics.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compiler/diag/render.h"
#include "compiler/tactus.h"

using namespace tactus;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string text{reinterpret_cast<const char *>(data), size};
    {
        source::SourceSet sources;
        diag::Report report;
        if (const auto file = sources.add("fuzz.tac", text, report);
            file && check(sources, *file, {}, report) == report.has_errors()) {
            std::abort();
        }
        report.finish();
        (void)diag::render_text(report, sources);
    }
    source::SourceSet sources;
    diag::Report report;
    if (const auto file = sources.add("fuzz.tac", text, report)) {
        const auto schedule = emit_stage(sources, *file, Stage::Schedule, {}, report);
        if (schedule.has_value() == report.has_errors()) {
            std::abort();
        }
        (void)diag::render_json(report, sources);
    }
    return 0;
}
