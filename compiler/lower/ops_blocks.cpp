// Operations on blocks: transforms and convolution, as compiler/math/transform.h writes them. What they keep lies where
// a delay line would. The work at the end of a block stands in functions of its own, with loops of constant trips.
#include "compiler/lower/floats.h"
#include "compiler/lower/ops.h"
#include "compiler/lower/transform.h"
#include "compiler/math/functions.h"
#include "compiler/math/transform.h"

namespace tactus::lower {

namespace {

// Instructions of one run of a loop that count_to made: its block alone, which jumps back to itself.
std::uint64_t instructions_of_loop(const llvm::Function &function, llvm::StringRef name) {
    for (const llvm::BasicBlock &block : function)
        if (block.getName() == name)
            return block.size();
    return 0;
}

// Work of a block, spread over its frames, counts with what stands in the frame itself.
void count_block(Code &code, NodeId id, std::uint64_t instructions, std::uint32_t frames) {
    code.kernel.frame_instructions[id.index] += static_cast<std::uint32_t>(instructions / frames);
}

// Where a vector of frames begins: place and number of its block.
struct BlockPlace {
    llvm::Value *position, *block;
};

BlockPlace place_of(Code &code, std::uint32_t count, std::uint32_t offset) {
    llvm::IRBuilder<> &b = code.builder;
    llvm::Value *now = b.CreateAdd(code.sample_index(), b.getInt32(offset));
    return {b.CreateAnd(now, b.getInt32(count - 1)), b.CreateLShr(now, log2_of(count))};
}

// Whether a block ends with these frames.
llvm::Value *is_last(Code &code, const BlockPlace &place, std::uint32_t count) {
    return code.builder.CreateICmpEQ(place.position, code.builder.getInt32(count - code.here->lanes));
}

llvm::Value *read_transform(Code &code, NodeId id, bool imaginary) {
    const NodeId from = code.graph.input(id, 0);
    const math::TransformShape shape = math::transform_shape(code.node(from).a, code.node(from).b);
    llvm::IRBuilder<> &b = code.builder;
    Floats floats(b);
    const BlockPlace place = place_of(code, shape.count, shape.offset);
    llvm::Value *odd = b.CreateTrunc(place.block, b.getInt1Ty());
    const std::uint32_t part = imaginary != shape.inverse ? shape.count : 0;
    llvm::Value *index = b.CreateAdd(place.position, b.CreateSelect(odd, b.getInt32(shape.given(true) + part),
                                                                    b.getInt32(shape.given(false) + part)));
    llvm::Value *y = floats.load(code.line_pointer(code.schedule.line_of[from.index]), index, code.here->lanes);
    return shape.inverse ? b.CreateFMul(y, code.arithmetic().real_constant(1.0f / static_cast<float>(shape.count))) : y;
}

// The functions of one convolution.
class ConvolutionCode {
  public:
    ConvolutionCode(Kernel &kernel, const graph::Node &node)
        : kernel_(kernel), parts_(math::partitions_of(kernel.graph.tables[node.a].values, node.b)),
          response_re_(kernel.constant_floats(parts_.re, "response_re")),
          response_im_(kernel.constant_floats(parts_.im, "response_im")) {}

    [[nodiscard]] const math::Partitions &parts() const { return parts_; }

    // void(floats, position, block, frames): the products that these frames add.
    llvm::Function *share() {
        llvm::Function *function = kernel_.function("convolve_share", 1, 3);
        llvm::IRBuilder<> b(llvm::BasicBlock::Create(kernel_.module.getContext(), "entry", function));
        llvm::Value *per_frame = b.getInt32(parts_.shares_per_frame());
        llvm::Value *done = b.CreateMul(function->getArg(1), per_frame);
        llvm::Value *all = b.getInt32(parts_.shares());
        llvm::Value *left = b.CreateSub(all, least(b, done, all));
        llvm::Value *count = least(b, left, b.CreateMul(function->getArg(3), per_frame));
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
        llvm::Value *from_re = floats.at(base, parts_.from_re()), *from_im = floats.at(base, parts_.from_im());
        llvm::Value *re = floats.at(base, parts_.work_re()), *im = floats.at(base, parts_.work_im());
        llvm::Value *none = llvm::Constant::getNullValue(widen(b.getFloatTy(), 16));
        count_to(b, b.getInt32(points / 16), "take", [&](llvm::Value *row) { // the block before, then this one
            llvm::Value *i = b.CreateShl(row, 4);
            llvm::Value *oldest = b.CreateMul(b.CreateAdd(block, b.getInt32(1)), b.getInt32(parts_.block));
            llvm::Value *from = b.CreateAnd(b.CreateAdd(i, oldest), b.getInt32(points - 1));
            floats.store(from_re, i, floats.load(floats.at(base, parts_.input()), from, 16));
            floats.store(from_im, i, none);
        });
        llvm::Function *transform = transform_function(kernel_, points).function;
        b.CreateCall(transform, {from_re, from_im, re, im});
        keep_spectrum(b, base, block, re, im);
        llvm::Value *sum_re = floats.at(base, parts_.sum_re()), *sum_im = floats.at(base, parts_.sum_im());
        // The other half is the first one's mirror; re and im change places.
        count_to(b, b.getInt32(parts_.rows16()), "half", [&](llvm::Value *row) {
            llvm::Value *i = b.CreateShl(row, 4);
            floats.store(from_re, i, floats.load(sum_im, i, 16));
            floats.store(from_im, i, floats.load(sum_re, i, 16));
        });
        count_to(b, b.getInt32(parts_.block - 1), "mirror", [&](llvm::Value *k) {
            llvm::Value *bin = b.CreateAdd(k, b.getInt32(1)), *i = b.CreateSub(b.getInt32(points), bin);
            floats.store(from_re, i, b.CreateFNeg(floats.load(sum_im, bin)));
            floats.store(from_im, i, floats.load(sum_re, bin));
        });
        b.CreateCall(transform, {from_re, from_im, re, im});
        llvm::Value *output = floats.at(base, parts_.output());
        llvm::Value *scale = llvm::ConstantVector::getSplat(llvm::ElementCount::getFixed(16),
                                                            floats.real(1.0f / static_cast<float>(points)));
        count_to(b, b.getInt32(parts_.block / 16), "give", [&](llvm::Value *row) {
            llvm::Value *i = b.CreateShl(row, 4);
            llvm::Value *y = floats.load(im, b.CreateAdd(i, b.getInt32(parts_.block)), 16);
            floats.store(output, i, b.CreateFMul(y, scale));
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
            floats.store(spectra_re, place, floats.load(re, first, 16));
            floats.store(spectra_im, place, floats.load(im, first, 16));
            add_products(b, base, b.getInt32(0), first, block, b.getInt1(parts_.count == 1));
        });
    }

    // math::BlockConvolution::add_products
    void add_products(llvm::IRBuilder<> &b, llvm::Value *base, llvm::Value *partition, llvm::Value *first,
                      llvm::Value *block, llvm::Value *fresh) {
        Floats floats(b);
        llvm::Value *x = b.CreateAdd(slot_of(b, b.CreateSub(block, partition)), first);
        llvm::Value *h = b.CreateAdd(b.CreateMul(partition, b.getInt32(parts_.row())), first);
        llvm::Value *xr = floats.load(floats.at(base, parts_.spectra_re()), x, 16);
        llvm::Value *xi = floats.load(floats.at(base, parts_.spectra_im()), x, 16);
        llvm::Value *hr = floats.load(response_re_, h, 16), *hi = floats.load(response_im_, h, 16);
        llvm::Value *pr = b.CreateFSub(b.CreateFMul(xr, hr), b.CreateFMul(xi, hi));
        llvm::Value *pi = b.CreateFAdd(b.CreateFMul(xr, hi), b.CreateFMul(xi, hr));
        llvm::Value *re = floats.at(base, parts_.sum_re()), *im = floats.at(base, parts_.sum_im());
        llvm::Value *none_yet = llvm::ConstantFP::get(pr->getType(), 0.0);
        floats.store(re, first, b.CreateFAdd(b.CreateSelect(fresh, none_yet, floats.load(re, first, 16)), pr));
        floats.store(im, first, b.CreateFAdd(b.CreateSelect(fresh, none_yet, floats.load(im, first, 16)), pi));
    }

    Kernel &kernel_;
    math::Partitions parts_;
    llvm::Value *response_re_, *response_im_;
};

} // namespace

llvm::Value *lower_block_position(Code &code, NodeId id) {
    llvm::IRBuilder<> &b = code.builder;
    const graph::Node &node = code.node(id);
    IrArithmetic arithmetic = code.arithmetic();
    llvm::Value *now =
        b.CreateAdd(code.samples_of_lanes(), arithmetic.integer_constant(static_cast<std::int32_t>(node.b)));
    return arithmetic.to_real(b.CreateAnd(now, arithmetic.integer_constant(static_cast<std::int32_t>(node.a - 1))));
}

llvm::Value *lower_transform(Code &code, NodeId id) {
    llvm::IRBuilder<> &b = code.builder;
    Floats floats(b);
    IrArithmetic arithmetic = code.arithmetic();
    const math::TransformShape shape = math::transform_shape(code.node(id).a, code.node(id).b);
    llvm::Value *re = math::calm(arithmetic, code.operand(id, 0)), *im = math::calm(arithmetic, code.operand(id, 1));
    const BlockPlace place = place_of(code, shape.count, shape.offset);
    llvm::Value *base = code.line_pointer(code.schedule.line_of[id.index]);
    llvm::Value *from_re = base, *from_im = floats.at(base, shape.count);
    floats.store(from_re, place.position, shape.inverse ? im : re);
    floats.store(from_im, place.position, shape.inverse ? re : im);
    const BlockFunction &transform = transform_function(code.kernel, shape.count);
    only_if(b, is_last(code, place, shape.count), [&] {
        llvm::Value *odd = b.CreateTrunc(place.block, b.getInt1Ty()); // what an odd block fills, an even one gives out
        llvm::Value *to =
            floats.at(base, b.CreateSelect(odd, b.getInt32(shape.given(false)), b.getInt32(shape.given(true))));
        b.CreateCall(transform.function, {from_re, from_im, to, floats.at(to, shape.count)});
    });
    count_block(code, id, transform.instructions, shape.count);
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
    const BlockPlace place = place_of(code, parts.block, 0);
    llvm::Value *y = floats.load(floats.at(base, parts.output()), place.position, code.here->lanes);
    llvm::Value *half = b.CreateMul(b.CreateAnd(place.block, b.getInt32(1)), b.getInt32(parts.block));
    floats.store(floats.at(base, parts.input()), b.CreateAdd(half, place.position), x);
    std::uint64_t instructions = 0;
    if (parts.count > 1) {
        llvm::Function *share = convolution.share();
        b.CreateCall(share, {base, place.position, place.block, b.getInt32(code.here->lanes)});
        instructions += instructions_of_loop(*share, "share") * parts.shares();
    }
    llvm::Function *finish = convolution.finish();
    instructions += 2 * transform_function(code.kernel, 2 * parts.block).instructions;
    instructions += instructions_of_loop(*finish, "take") * 2 * parts.block / 16;
    instructions += (instructions_of_loop(*finish, "half") + instructions_of_loop(*finish, "keep")) * parts.rows16();
    instructions += instructions_of_loop(*finish, "mirror") * parts.block;
    instructions += instructions_of_loop(*finish, "give") * parts.block / 16;
    count_block(code, id, instructions, parts.block);
    only_if(b, is_last(code, place, parts.block), [&] { b.CreateCall(finish, {base, place.position, place.block}); });
    return y;
}

} // namespace tactus::lower
