// Operations on blocks: transforms and convolution, as compiler/math/transform.h writes them. What they keep lies where
// a delay line would. The work at the end of a block stands in functions of its own, with loops of constant trips.
#include <bit>

#include "compiler/lower/ops.h"
#include "compiler/math/functions.h"
#include "compiler/math/transform.h"

namespace tactus::lower {

namespace {

unsigned log2_of(std::uint32_t power) { return static_cast<unsigned>(std::countr_zero(power)); }

llvm::GlobalVariable *constant_array(Kernel &kernel, llvm::Constant *values, const char *name) {
    auto *made = new llvm::GlobalVariable(kernel.module, values->getType(), true, llvm::GlobalValue::PrivateLinkage,
                                          values, name);
    made->setAlignment(llvm::Align(64));
    return made;
}

llvm::GlobalVariable *constant_floats(Kernel &kernel, const std::vector<float> &values, const char *name) {
    return constant_array(kernel, llvm::ConstantDataArray::get(kernel.module.getContext(), values), name);
}

// Indices into arrays of floats, loads and stores.
class Floats {
  public:
    explicit Floats(llvm::IRBuilder<> &builder) : b_(builder) {}

    llvm::Value *number(std::uint32_t whole) { return b_.getInt32(whole); }
    llvm::Value *at(llvm::Value *base, llvm::Value *index) {
        return b_.CreateGEP(b_.getFloatTy(), base, b_.CreateZExt(index, b_.getInt64Ty()));
    }
    llvm::Value *at(llvm::Value *base, std::uint32_t index) {
        return b_.CreateGEP(b_.getFloatTy(), base, b_.getInt64(index));
    }
    llvm::Value *load(llvm::Value *base, llvm::Value *index) {
        return b_.CreateAlignedLoad(b_.getFloatTy(), at(base, index), llvm::Align(4));
    }
    void store(llvm::Value *base, llvm::Value *index, llvm::Value *x) {
        b_.CreateAlignedStore(x, at(base, index), llvm::Align(4));
    }
    // Sixteen at once: the index is a multiple of 16, the base 64-aligned.
    llvm::Value *load16(llvm::Value *base, llvm::Value *index) {
        return b_.CreateAlignedLoad(widen(b_.getFloatTy(), 16), at(base, index), llvm::Align(64));
    }
    void store16(llvm::Value *base, llvm::Value *index, llvm::Value *x) {
        b_.CreateAlignedStore(x, at(base, index), llvm::Align(64));
    }
    llvm::Value *load_word(llvm::Value *base, llvm::Value *index) {
        llvm::Value *address = b_.CreateGEP(b_.getInt32Ty(), base, b_.CreateZExt(index, b_.getInt64Ty()));
        return b_.CreateAlignedLoad(b_.getInt32Ty(), address, llvm::Align(4));
    }
    llvm::Constant *real(float x) { return llvm::ConstantFP::get(b_.getFloatTy(), static_cast<double>(x)); }

  private:
    llvm::IRBuilder<> &b_;
};

// Instructions of one run of a loop that count_to made: its block alone, which jumps back to itself.
std::uint64_t instructions_of_loop(const llvm::Function &function, llvm::StringRef name) {
    for (const llvm::BasicBlock &block : function)
        if (block.getName() == name)
            return block.size();
    return 0;
}

// What a transform takes, all of its stages.
std::uint64_t instructions_of_transform(const llvm::Function &function, std::uint32_t count) {
    return instructions_of_loop(function, "butterfly") * (count / 2) * log2_of(count);
}

// Work of a block, spread over its frames, counts with what stands in the frame itself.
void count_block(Code &code, NodeId id, std::uint64_t instructions, std::uint32_t frames) {
    code.kernel.frame_instructions[id.index] += static_cast<std::uint32_t>(instructions / frames);
}

llvm::GlobalVariable *reversed_indices(Kernel &kernel, std::uint32_t count) {
    std::vector<std::uint32_t> indices;
    for (std::uint32_t i = 0; i < count; ++i)
        indices.push_back(math::bit_reversed(i, count));
    return constant_array(kernel, llvm::ConstantDataArray::get(kernel.module.getContext(), indices), "reversed");
}

// void(re, im): math::transform on so many points.
llvm::Function *transform_function(Kernel &kernel, std::uint32_t count) {
    llvm::Function *&function = kernel.transforms[(std::uint64_t{kernel.line} << 32) + count];
    if (function != nullptr)
        return function;
    function = kernel.function("transform_" + std::to_string(count), 2, 0);
    llvm::IRBuilder<> b(llvm::BasicBlock::Create(kernel.module.getContext(), "entry", function));
    Floats floats(b);
    const math::Turns turns = math::turns_of(count);
    llvm::Value *wr = constant_floats(kernel, turns.re, "turns_re"),
                *wi = constant_floats(kernel, turns.im, "turns_im");
    llvm::Value *re = function->getArg(0), *im = function->getArg(1);
    count_to(b, b.getInt32(log2_of(count)), "stage", [&](llvm::Value *stage) {
        llvm::Value *half = b.CreateShl(b.getInt32(1), stage);
        llvm::Value *mask = b.CreateSub(half, b.getInt32(1));
        llvm::Value *stride = b.CreateSub(b.getInt32(log2_of(count) - 1), stage);
        count_to(b, b.getInt32(count / 2), "butterfly", [&](llvm::Value *m) {
            llvm::Value *k = b.CreateAnd(m, mask);
            llvm::Value *i = b.CreateAdd(b.CreateShl(b.CreateSub(m, k), 1), k), *o = b.CreateAdd(i, half);
            llvm::Value *turn = b.CreateShl(k, stride);
            llvm::Value *cosine = floats.load(wr, turn), *sine = floats.load(wi, turn);
            llvm::Value *xr = floats.load(re, o), *xi = floats.load(im, o);
            llvm::Value *tr = b.CreateFSub(b.CreateFMul(cosine, xr), b.CreateFMul(sine, xi));
            llvm::Value *ti = b.CreateFAdd(b.CreateFMul(cosine, xi), b.CreateFMul(sine, xr));
            llvm::Value *ar = floats.load(re, i), *ai = floats.load(im, i);
            floats.store(re, o, b.CreateFSub(ar, tr));
            floats.store(im, o, b.CreateFSub(ai, ti));
            floats.store(re, i, b.CreateFAdd(ar, tr));
            floats.store(im, i, b.CreateFAdd(ai, ti));
        });
    });
    b.CreateRetVoid();
    return function;
}

// Where a transform's block stands in this frame.
struct BlockPlace {
    llvm::Value *position, *half; // half: the index of the first float of the half being filled, or being read
};

BlockPlace place_of(Code &code, const math::TransformShape &shape, bool filling) {
    llvm::IRBuilder<> &b = code.builder;
    llvm::Value *now = b.CreateAdd(code.sample_index(), b.getInt32(shape.offset));
    llvm::Value *odd = b.CreateAnd(b.CreateLShr(now, log2_of(shape.count)), b.getInt32(1));
    llvm::Value *second = b.CreateICmpEQ(odd, b.getInt32(filling ? 0 : 1));
    return {b.CreateAnd(now, b.getInt32(shape.count - 1)),
            b.CreateSelect(second, b.getInt32(2 * shape.count), b.getInt32(0))};
}

llvm::Value *read_transform(Code &code, NodeId id, bool imaginary) {
    const NodeId from = code.graph.input(id, 0);
    const math::TransformShape shape = math::transform_shape(code.node(from).a, code.node(from).b);
    llvm::IRBuilder<> &b = code.builder;
    Floats floats(b);
    const BlockPlace place = place_of(code, shape, false);
    llvm::Value *index = b.CreateAdd(place.half, place.position);
    if (imaginary != shape.inverse)
        index = b.CreateAdd(index, b.getInt32(shape.count));
    llvm::Value *y = floats.load(code.line_pointer(code.schedule.line_of[from.index]), index);
    return shape.inverse ? b.CreateFMul(y, floats.real(1.0f / static_cast<float>(shape.count))) : y;
}

// The functions of one convolution.
class ConvolutionCode {
  public:
    ConvolutionCode(Kernel &kernel, const graph::Node &node)
        : kernel_(kernel), parts_(math::partitions_of(kernel.graph.tables[node.a].values, node.b)),
          response_re_(constant_floats(kernel, parts_.re, "response_re")),
          response_im_(constant_floats(kernel, parts_.im, "response_im")) {}

    [[nodiscard]] const math::Partitions &parts() const { return parts_; }

    // void(floats, position, block): the products that this frame adds.
    llvm::Function *share() {
        llvm::Function *function = kernel_.function("convolve_share", 1, 2);
        llvm::IRBuilder<> b(llvm::BasicBlock::Create(kernel_.module.getContext(), "entry", function));
        llvm::Value *done = b.CreateMul(function->getArg(1), b.getInt32(parts_.shares_per_frame()));
        llvm::Value *all = b.getInt32(parts_.shares());
        llvm::Value *left = b.CreateSub(all, least(b, done, all));
        llvm::Value *count = least(b, left, b.getInt32(parts_.shares_per_frame()));
        only_if(b, b.CreateICmpNE(count, b.getInt32(0)), [&] {
            count_to(b, count, "share", [&](llvm::Value *k) {
                llvm::Value *share = b.CreateAdd(done, k);
                llvm::Value *rows = b.getInt32(parts_.rows16());
                llvm::Value *partition = b.CreateAdd(b.CreateUDiv(share, rows), b.getInt32(1));
                llvm::Value *first = b.CreateShl(b.CreateURem(share, rows), 4);
                llvm::Value *fresh = b.CreateICmpEQ(partition, b.getInt32(1));
                add_products(b, function->getArg(0), partition, first, function->getArg(2), fresh);
            });
        });
        b.CreateRetVoid();
        return function;
    }

    // void(floats, -, block): the end of a block.
    llvm::Function *finish() {
        llvm::Function *function = kernel_.function("convolve_finish", 1, 2);
        llvm::IRBuilder<> b(llvm::BasicBlock::Create(kernel_.module.getContext(), "entry", function));
        Floats floats(b);
        const std::uint32_t points = 2 * parts_.block;
        llvm::Value *base = function->getArg(0), *block = function->getArg(2);
        llvm::Value *re = floats.at(base, parts_.work_re()), *im = floats.at(base, parts_.work_im());
        llvm::Value *reversed = reversed_indices(kernel_, points);
        llvm::Value *oldest = b.CreateMul(b.CreateAdd(block, b.getInt32(1)), b.getInt32(parts_.block));
        count_to(b, b.getInt32(points), "take", [&](llvm::Value *i) {
            llvm::Value *place = floats.load_word(reversed, i);
            llvm::Value *from = b.CreateAnd(b.CreateAdd(i, oldest), b.getInt32(points - 1));
            floats.store(re, place, floats.load(floats.at(base, parts_.input()), from));
            floats.store(im, place, floats.real(0.0f));
        });
        llvm::Function *transform = transform_function(kernel_, points);
        b.CreateCall(transform, {re, im});
        keep_spectrum(b, base, block, re, im);
        llvm::Value *sum_re = floats.at(base, parts_.sum_re()), *sum_im = floats.at(base, parts_.sum_im());
        count_to(b, b.getInt32(points), "mirror", [&](llvm::Value *i) {
            llvm::Value *place = floats.load_word(reversed, i);
            llvm::Value *lower = b.CreateICmpULE(i, b.getInt32(parts_.block));
            llvm::Value *bin = b.CreateSelect(lower, i, b.CreateSub(b.getInt32(points), i));
            llvm::Value *yi = floats.load(sum_im, bin);
            floats.store(re, place, b.CreateSelect(lower, yi, b.CreateFNeg(yi)));
            floats.store(im, place, floats.load(sum_re, bin));
        });
        b.CreateCall(transform, {re, im});
        llvm::Value *output = floats.at(base, parts_.output());
        count_to(b, b.getInt32(parts_.block), "give", [&](llvm::Value *i) {
            llvm::Value *y = floats.load(im, b.CreateAdd(i, b.getInt32(parts_.block)));
            floats.store(output, i, b.CreateFMul(y, floats.real(1.0f / static_cast<float>(points))));
        });
        b.CreateRetVoid();
        return function;
    }

  private:
    static llvm::Value *least(llvm::IRBuilder<> &b, llvm::Value *x, llvm::Value *y) {
        return b.CreateBinaryIntrinsic(llvm::Intrinsic::umin, x, y);
    }

    llvm::Value *slot_of(llvm::IRBuilder<> &b, llvm::Value *block) {
        return b.CreateMul(b.CreateAnd(block, b.getInt32(parts_.ring() - 1)), b.getInt32(parts_.row()));
    }

    void keep_spectrum(llvm::IRBuilder<> &b, llvm::Value *base, llvm::Value *block, llvm::Value *re, llvm::Value *im) {
        Floats floats(b);
        llvm::Value *spectra_re = floats.at(base, parts_.spectra_re()),
                    *spectra_im = floats.at(base, parts_.spectra_im());
        count_to(b, b.getInt32(parts_.rows16()), "keep", [&](llvm::Value *row) {
            llvm::Value *first = b.CreateShl(row, 4);
            llvm::Value *place = b.CreateAdd(slot_of(b, block), first);
            floats.store16(spectra_re, place, floats.load16(re, first));
            floats.store16(spectra_im, place, floats.load16(im, first));
            add_products(b, base, b.getInt32(0), first, block, b.getInt1(parts_.count == 1));
        });
    }

    // math::BlockConvolution::add_products
    void add_products(llvm::IRBuilder<> &b, llvm::Value *base, llvm::Value *partition, llvm::Value *first,
                      llvm::Value *block, llvm::Value *fresh) {
        Floats floats(b);
        llvm::Value *x = b.CreateAdd(slot_of(b, b.CreateSub(block, partition)), first);
        llvm::Value *h = b.CreateAdd(b.CreateMul(partition, b.getInt32(parts_.row())), first);
        llvm::Value *xr = floats.load16(floats.at(base, parts_.spectra_re()), x);
        llvm::Value *xi = floats.load16(floats.at(base, parts_.spectra_im()), x);
        llvm::Value *hr = floats.load16(response_re_, h), *hi = floats.load16(response_im_, h);
        llvm::Value *pr = b.CreateFSub(b.CreateFMul(xr, hr), b.CreateFMul(xi, hi));
        llvm::Value *pi = b.CreateFAdd(b.CreateFMul(xr, hi), b.CreateFMul(xi, hr));
        llvm::Value *re = floats.at(base, parts_.sum_re()), *im = floats.at(base, parts_.sum_im());
        llvm::Value *none_yet = llvm::ConstantFP::get(pr->getType(), 0.0);
        floats.store16(re, first, b.CreateFAdd(b.CreateSelect(fresh, none_yet, floats.load16(re, first)), pr));
        floats.store16(im, first, b.CreateFAdd(b.CreateSelect(fresh, none_yet, floats.load16(im, first)), pi));
    }

    Kernel &kernel_;
    math::Partitions parts_;
    llvm::Value *response_re_, *response_im_;
};

} // namespace

llvm::Value *lower_block_position(Code &code, NodeId id) {
    llvm::IRBuilder<> &b = code.builder;
    const graph::Node &node = code.node(id);
    return code.arithmetic().to_real(
        b.CreateAnd(b.CreateAdd(code.sample_index(), b.getInt32(node.b)), b.getInt32(node.a - 1)));
}

llvm::Value *lower_transform(Code &code, NodeId id) {
    llvm::IRBuilder<> &b = code.builder;
    Floats floats(b);
    IrArithmetic arithmetic = code.arithmetic();
    const math::TransformShape shape = math::transform_shape(code.node(id).a, code.node(id).b);
    llvm::Value *re = math::calm(arithmetic, code.operand(id, 0)), *im = math::calm(arithmetic, code.operand(id, 1));
    const BlockPlace place = place_of(code, shape, true);
    llvm::Value *half = floats.at(code.line_pointer(code.schedule.line_of[id.index]), place.half);
    llvm::Value *second = floats.at(half, shape.count);
    llvm::Value *reversed = floats.load_word(reversed_indices(code.kernel, shape.count), place.position);
    floats.store(half, reversed, shape.inverse ? im : re);
    floats.store(second, reversed, shape.inverse ? re : im);
    llvm::Function *transform = transform_function(code.kernel, shape.count);
    only_if(b, b.CreateICmpEQ(place.position, b.getInt32(shape.count - 1)),
            [&] { b.CreateCall(transform, {half, second}); });
    count_block(code, id, instructions_of_transform(*transform, shape.count), shape.count);
    return re;
}

llvm::Value *lower_transform_real(Code &code, NodeId id) { return read_transform(code, id, false); }
llvm::Value *lower_transform_imaginary(Code &code, NodeId id) { return read_transform(code, id, true); }

llvm::Value *lower_convolve(Code &code, NodeId id) {
    llvm::IRBuilder<> &b = code.builder;
    Floats floats(b);
    IrArithmetic arithmetic = code.arithmetic();
    ConvolutionCode convolution(code.kernel, code.node(id));
    const math::Partitions &parts = convolution.parts();
    llvm::Value *x = math::calm(arithmetic, code.operand(id, 0));
    llvm::Value *base = code.line_pointer(code.schedule.line_of[id.index]);
    llvm::Value *frame = code.sample_index();
    llvm::Value *position = b.CreateAnd(frame, b.getInt32(parts.block - 1));
    llvm::Value *block = b.CreateLShr(frame, log2_of(parts.block));
    llvm::Value *y = floats.load(floats.at(base, parts.output()), position);
    llvm::Value *half = b.CreateMul(b.CreateAnd(block, b.getInt32(1)), b.getInt32(parts.block));
    floats.store(floats.at(base, parts.input()), b.CreateAdd(half, position), x);
    std::uint64_t instructions = 0;
    if (parts.count > 1) {
        llvm::Function *share = convolution.share();
        b.CreateCall(share, {base, position, block});
        instructions += instructions_of_loop(*share, "share") * parts.shares();
    }
    llvm::Function *finish = convolution.finish();
    instructions += 2 * instructions_of_transform(*transform_function(code.kernel, 2 * parts.block), 2 * parts.block);
    for (const char *loop : {"take", "mirror"})
        instructions += instructions_of_loop(*finish, loop) * 2 * parts.block;
    instructions +=
        instructions_of_loop(*finish, "keep") * parts.rows16() + instructions_of_loop(*finish, "give") * parts.block;
    count_block(code, id, instructions, parts.block);
    only_if(b, b.CreateICmpEQ(position, b.getInt32(parts.block - 1)),
            [&] { b.CreateCall(finish, {base, position, block}); });
    return y;
}

} // namespace tactus::lower
