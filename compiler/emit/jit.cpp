// Object file → code in this process, by one LLJIT for all kernels: each lies in a library of its own, which goes with
// its handle.
#include <mutex>

#include <llvm/ExecutionEngine/Orc/LLJIT.h>

#include "compiler/emit/target.h"

namespace tactus::emit {

namespace {

// Never taken down: kernels may outlive everything else at the end of the process.
llvm::orc::LLJIT &linker() {
    static llvm::orc::LLJIT *const jit = [] {
        (void)host_target(); // LLVM's targets are there
        return llvm::cantFail(llvm::orc::LLJITBuilder().create()).release();
    }();
    return *jit;
}

std::string next_name() {
    static std::mutex guard;
    static std::uint64_t count = 0;
    const std::lock_guard lock(guard);
    return "kernel" + std::to_string(count++);
}

} // namespace

struct Kernel::Code {
    llvm::orc::JITDylib *library = nullptr;
    const tactus_kernel *table = nullptr;
    std::vector<std::uint8_t> object;

    Code() = default;
    Code(const Code &) = delete;
    Code &operator=(const Code &) = delete;
    ~Code() {
        if (library != nullptr)
            llvm::consumeError(linker().getExecutionSession().removeJITDylib(*library));
    }
};

Kernel::Kernel(std::shared_ptr<const Code> code) : code_(std::move(code)) {}
const tactus_kernel *Kernel::get() const { return code_->table; }
const std::vector<std::uint8_t> &Kernel::object() const { return code_->object; }

Result<Kernel> jit(lower::Module module, Level level) {
    Result<std::vector<std::uint8_t>> made = object(std::move(module), level);
    if (const Error *error = std::get_if<Error>(&made))
        return *error;
    auto code = std::make_shared<Kernel::Code>();
    code->object = std::move(std::get<std::vector<std::uint8_t>>(made));
    auto library = linker().getExecutionSession().createJITDylib(next_name());
    if (!library)
        return Error{llvm::toString(library.takeError())};
    code->library = &*library;
    const llvm::StringRef bytes(reinterpret_cast<const char *>(code->object.data()), code->object.size());
    if (auto error = linker().addObjectFile(*library, llvm::MemoryBuffer::getMemBufferCopy(bytes)))
        return Error{llvm::toString(std::move(error))};
    auto address = linker().lookup(*library, "tactus_kernel_1");
    if (!address)
        return Error{llvm::toString(address.takeError())};
    code->table = address->toPtr<const tactus_kernel *(*)()>()();
    return Kernel(std::move(code));
}

} // namespace tactus::emit
