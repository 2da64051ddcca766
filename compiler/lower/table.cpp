#include "compiler/lower/table.h"

#include <cstring>

#include "compiler/graph/describe.h"
#include "compiler/graph/hash.h"

namespace tactus::lower {

namespace {

class TableCode {
  public:
    explicit TableCode(Kernel &kernel)
        : kernel_(kernel), module_(kernel.module), context_(module_.getContext()),
          d_(graph::describe(kernel.graph, kernel.schedule.options.lanes)) {
        for (std::size_t k = 0; k < d_.polys.size(); ++k) { // each poly has a width of its own
            d_.polys[k].lanes = kernel.schedule.scopes[1 + k].lanes;
            d_.polys[k].groups = kernel.schedule.scopes[1 + k].groups;
        }
    }

    void make(const TickFunctions &functions, llvm::Function *part) {
        const graph::Graph &g = kernel_.graph;
        const schedule::Schedule &s = kernel_.schedule;
        llvm::Constant *fields = array("fields", make_fields());
        llvm::Constant *lines = array("lines", make_lines());
        llvm::Constant *params = array("params", make_params());
        llvm::Constant *polys = array("polys", make_polys());
        llvm::Constant *in = array("in", make_ports(d_.in));
        llvm::Constant *out = array("out", make_ports(d_.out));
        const auto counts = {s.fields.size(), s.lines.size(), d_.params.size(),   d_.polys.size(),
                             d_.in.size(),    d_.out.size(),  g.note_lines.size()};
        std::vector<llvm::Constant *> members{
            word(TACTUS_KERNEL_ABI),
            word(0),
            bytes(graph::graph_hash(g)),
            bytes(s.layout_hash),
            text("target", kernel_.target.triple + " " + kernel_.target.cpu + " " + kernel_.target.features),
            word(0),
            word(g.sample_rate),
            word(s.options.lanes),
            word(s.options.tile_frames),
            word(g.seed),
            real(g.tuning),
            word(s.state_bytes),
            word(s.scratch_bytes),
            word(0),
            word(s.longest_delay)};
        for (const std::size_t count : counts)
            members.push_back(word(static_cast<std::uint32_t>(count)));
        members.insert(members.end(),
                       {fields, lines, params, polys, in, out, text("names", d_.names), null(), functions.init,
                        functions.start, functions.tick, functions.refresh, functions.tile, part});
        std::vector<llvm::Type *> types;
        for (const llvm::Constant *member : members)
            types.push_back(member->getType());
        auto *type = llvm::StructType::create(context_, types, "kernel");
        members[1] = word(static_cast<std::uint32_t>(module_.getDataLayout().getTypeAllocSize(type)));
        llvm::GlobalVariable *table = constant("kernel", llvm::ConstantStruct::get(type, members));
        auto *give = llvm::Function::Create(llvm::FunctionType::get(llvm::PointerType::getUnqual(context_), false),
                                            llvm::GlobalValue::ExternalLinkage, "tactus_kernel_1", module_);
        give->setDoesNotThrow();
        llvm::IRBuilder<>(llvm::BasicBlock::Create(context_, "entry", give)).CreateRet(table);
    }

  private:
    using Rows = std::vector<llvm::Constant *>;

    llvm::Constant *word(std::uint32_t value) {
        return llvm::ConstantInt::get(llvm::Type::getInt32Ty(context_), value);
    }
    llvm::Constant *word(std::int32_t value) { return word(static_cast<std::uint32_t>(value)); }
    llvm::Constant *wide(std::uint64_t value) {
        return llvm::ConstantInt::get(llvm::Type::getInt64Ty(context_), value);
    }
    llvm::Constant *real(float value) {
        return llvm::ConstantFP::get(llvm::Type::getFloatTy(context_), static_cast<double>(value));
    }
    llvm::Constant *null() { return llvm::ConstantPointerNull::get(llvm::PointerType::getUnqual(context_)); }
    llvm::Constant *bytes(const graph::Hash &hash) { return llvm::ConstantDataArray::get(context_, hash); }
    llvm::Constant *row(llvm::ArrayRef<llvm::Constant *> members) {
        return llvm::ConstantStruct::getAnon(context_, members);
    }

    llvm::GlobalVariable *constant(const char *name, llvm::Constant *value) {
        return new llvm::GlobalVariable(module_, value->getType(), true, llvm::GlobalValue::PrivateLinkage, value,
                                        name);
    }
    llvm::Constant *text(const char *name, const std::string &value) {
        return constant(name, llvm::ConstantDataArray::getString(context_, value, true));
    }
    llvm::Constant *array(const char *name, const Rows &rows) {
        if (rows.empty())
            return null();
        return constant(name, llvm::ConstantArray::get(llvm::ArrayType::get(rows[0]->getType(), rows.size()), rows));
    }

    Rows make_fields() {
        Rows rows;
        for (const schedule::Field &f : kernel_.schedule.fields)
            rows.push_back(row({wide(f.key), word(type_number(f.type)), word(f.offset), word(f.lanes), word(f.voices),
                                word(f.group_stride), word(graph::add_name(d_.names, f.name))}));
        return rows;
    }
    static std::uint32_t type_number(schedule::FieldType type) {
        switch (type) {
        case schedule::FieldType::Real:
            return TACTUS_REAL;
        case schedule::FieldType::Phase:
            return TACTUS_PHASE;
        case schedule::FieldType::Integer:
            return TACTUS_INTEGER;
        case schedule::FieldType::Boolean:
            return TACTUS_BOOLEAN;
        }
        return TACTUS_INTEGER;
    }
    Rows make_lines() {
        Rows rows;
        for (const schedule::Line &l : kernel_.schedule.lines)
            rows.push_back(row({wide(l.key), word(l.frames), word(l.voices), word(l.lanes), word(l.least_delay),
                                word(l.longest_delay), word(graph::add_name(d_.names, l.name)), real(l.init),
                                word(l.random ? std::uint32_t{TACTUS_LINE_RANDOM} : 0u)}));
        return rows;
    }
    Rows make_params() {
        Rows rows;
        for (const tactus_param &p : d_.params)
            rows.push_back(
                row({wide(p.key), real(p.init), real(p.low), real(p.high), word(p.smooth_ticks), word(p.flags),
                     word(p.name), word(p.osc), word(p.unit), word(p.controller), word(p.nrpn)}));
        return rows;
    }
    Rows make_polys() {
        Rows rows;
        for (const tactus_poly &p : d_.polys)
            rows.push_back(
                row({wide(p.key), word(p.voices), word(p.slots), word(p.lanes), word(p.groups), word(p.steal),
                     word(p.mode), word(p.fade_frames), word(p.name), word(p.generated), word(p.first_line),
                     word(p.line_count), word(p.channel), word(p.low_key), word(p.high_key), word(p.transpose)}));
        return rows;
    }
    Rows make_ports(const std::vector<tactus_port> &ports) {
        Rows rows;
        for (const tactus_port &p : ports)
            rows.push_back(row({word(p.name), word(p.channel)}));
        return rows;
    }

    Kernel &kernel_;
    llvm::Module &module_;
    llvm::LLVMContext &context_;
    graph::Descriptors d_;
};

} // namespace

void lower_table(Kernel &kernel, const TickFunctions &functions, llvm::Function *part) {
    TableCode(kernel).make(functions, part);
}

} // namespace tactus::lower
