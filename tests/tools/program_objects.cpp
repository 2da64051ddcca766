// program_objects FOLDER TARGET: an object file FOLDER/kernel_N.o for every example and library patch, compiled for
// TARGET, and FOLDER/table.cpp, which names them for tests/aarch64/programs.cpp. Every object exports tactus_kernel_1;
// the caller renames it to tactus_kernel_of_N.
#include <cstdio>
#include <fstream>

#include <fmt/format.h>

#include "compiler/diag/render.h"
#include "compiler/tactus.h"
#include "tests/support/library_patches.h"

using namespace tactus;

int main(int argc, char **argv) {
    if (argc != 3) {
        fmt::print(stderr, "program_objects FOLDER TARGET\n");
        return 2;
    }
    auto programs = test::example_programs();
    const auto library = test::library_patches();
    programs.insert(programs.end(), library.begin(), library.end());
    const std::string folder = argv[1];
    std::string declarations, entries;
    for (std::size_t i = 0; i < programs.size(); ++i) {
        source::SourceSet sources;
        diag::Report report;
        const auto file = sources.add(programs[i].name, programs[i].text, report);
        Options options;
        options.target = argv[2];
        options.lanes = i % 3 == 0   ? 4
                        : i % 3 == 1 ? 8
                                     : 16; // the lanes do not change the samples; neither does the machine
        options.level = emit::Level::Best;
        const auto object = file ? emit_stage(sources, *file, Stage::Object, options, report) : std::nullopt;
        if (!object) {
            fmt::print(stderr, "{}\n{}", programs[i].name, diag::render_text(report, sources));
            return 1;
        }
        std::ofstream out(fmt::format("{}/kernel_{}.o", folder, i), std::ios::binary);
        out.write(object->data(), static_cast<std::streamsize>(object->size()));
        declarations += fmt::format("const tactus_kernel *tactus_kernel_of_{}(void);\n", i);
        entries += fmt::format("    {{\"{}\", tactus_kernel_of_{}}},\n", programs[i].name, i);
    }
    std::ofstream table(folder + "/table.cpp");
    table << "#include \"tests/aarch64/programs.h\"\nextern \"C\" {\n"
          << declarations << "}\nconst std::vector<NamedKernel> named_kernels{\n"
          << entries << "};\n";
    return table.good() ? 0 : 1;
}
