// Butterflies of one stage touch no number twice, and those of a block of points nothing outside it: so vectors of
// butterflies go side by side, up to three stages at once go through registers, and blocks that a cache holds are
// finished one after the other (Frigo and Johnson, The design and implementation of FFTW3, 2005, on such orders). The
// first four stages combine points that lie a sixteenth of the whole apart where the input has its own order: they go
// down the columns of 16 rows, and turning the rows puts the results in their places.
#include "compiler/lower/transform.h"

#include <algorithm>

#include "compiler/lower/floats.h"
#include "compiler/lower/transpose.h"
#include "compiler/math/transform.h"

namespace tactus::lower {

namespace {

constexpr std::uint32_t rows = 16;
constexpr std::uint32_t cached_points = 1u << 12; // 32 KiB

struct Complex {
    llvm::Value *re, *im;
};

// e^(-2 pi i k / (2 half)) at half + k, for all stages: a stage reads what lies side by side.
std::vector<float> by_stages(const std::vector<float> &turns) {
    std::vector<float> made(1, 0.0f);
    for (std::size_t half = 1; half <= turns.size(); half *= 2)
        for (std::size_t k = 0; k < half; ++k)
            made.push_back(turns[k * (turns.size() / half)]);
    return made;
}

class TransformCode {
  public:
    TransformCode(Kernel &kernel, std::uint32_t count)
        : count_(count), lanes_(std::min(std::max(4u, kernel.schedule.options.lanes), count / rows)),
          function_(kernel.function("transform_" + std::to_string(count), 4, 0)),
          b_(llvm::BasicBlock::Create(kernel.module.getContext(), "entry", function_)), floats_(b_) {
        const math::Turns turns = math::turns_of(count);
        turns_re_ = by_stages(turns.re);
        turns_im_ = by_stages(turns.im);
        wr_ = kernel.constant_floats(turns_re_, "turns_re");
        wi_ = kernel.constant_floats(turns_im_, "turns_im");
    }

    BlockFunction make() {
        llvm::Value *re = function_->getArg(2), *im = function_->getArg(3);
        if (lanes_ < 4) {
            one_by_one(re, im);
        } else {
            first_stages(re, im);
            const std::uint32_t block = std::min(count_, cached_points);
            if (block > rows)
                b_each(count_ / block, "block", [&](llvm::Value *i) {
                    llvm::Value *begin = b_.CreateMul(i, b_.getInt32(block));
                    stages(floats_.at(re, begin), floats_.at(im, begin), rows, block, count_ / block);
                });
            stages(re, im, block, count_, 1);
        }
        b_.CreateRetVoid();
        return {function_, instructions_};
    }

  private:
    void b_each(std::uint32_t count, const char *name, llvm::function_ref<void(llvm::Value *)> body) {
        count_to(b_, b_.getInt32(count), name, body);
    }

    // To be called at the end of a loop's body: how often it runs in all.
    void runs(std::uint32_t times) { instructions_ += (b_.GetInsertBlock()->size() + 3) * times; }

    llvm::Value *reversed(llvm::Value *index, unsigned bits) {
        if (bits == 0)
            return b_.getInt32(0);
        return b_.CreateLShr(b_.CreateUnaryIntrinsic(llvm::Intrinsic::bitreverse, index), 32 - bits);
    }

    void butterfly(Complex &x, Complex &y, Complex turn) {
        llvm::Value *tr = b_.CreateFSub(b_.CreateFMul(turn.re, y.re), b_.CreateFMul(turn.im, y.im));
        llvm::Value *ti = b_.CreateFAdd(b_.CreateFMul(turn.re, y.im), b_.CreateFMul(turn.im, y.re));
        y = {b_.CreateFSub(x.re, tr), b_.CreateFSub(x.im, ti)};
        x = {b_.CreateFAdd(x.re, tr), b_.CreateFAdd(x.im, ti)};
    }

    // All stages of points that stand for themselves or for as many blocks; `turn` knows the stage's half and k.
    void butterflies(std::vector<Complex> &points, llvm::function_ref<Complex(std::uint32_t, std::uint32_t)> turn) {
        const auto count = static_cast<std::uint32_t>(points.size());
        for (std::uint32_t half = 1; half < count; half *= 2)
            for (std::uint32_t k = 0; k < half; ++k) {
                const Complex w = turn(half, k);
                for (std::uint32_t i = k; i < count; i += 2 * half)
                    butterfly(points[i], points[i + half], w);
            }
    }

    void first_stages(llvm::Value *re, llvm::Value *im) {
        const std::uint32_t apart = count_ / rows, tiles = apart / lanes_;
        b_each(tiles, "turn", [&](llvm::Value *tile) {
            llvm::Value *begin = b_.CreateMul(tile, b_.getInt32(lanes_));
            llvm::Value *from_re = floats_.at(function_->getArg(0), begin);
            llvm::Value *from_im = floats_.at(function_->getArg(1), begin);
            std::vector<Complex> points;
            for (std::uint32_t i = 0; i < rows; ++i) {
                llvm::Value *row = b_.getInt32(math::bit_reversed(i, rows) * apart);
                points.push_back({floats_.load(from_re, row, lanes_), floats_.load(from_im, row, lanes_)});
            }
            butterflies(points, [&](std::uint32_t half, std::uint32_t k) -> Complex {
                return {same(turns_re_[half + k]), same(turns_im_[half + k])};
            });
            llvm::Value *place = b_.CreateMul(reversed(tile, log2_of(tiles)), b_.getInt32(rows));
            std::vector<llvm::Value *> parts_re, parts_im;
            for (const Complex &point : points) {
                parts_re.push_back(point.re);
                parts_im.push_back(point.im);
            }
            store_turned(floats_.at(re, place), parts_re, tiles);
            store_turned(floats_.at(im, place), parts_im, tiles);
            runs(tiles);
        });
    }

    void store_turned(llvm::Value *place, const std::vector<llvm::Value *> &parts, std::uint32_t tiles) {
        for (std::uint32_t first = 0; first < rows; first += lanes_) {
            const auto begin = parts.begin() + first;
            const std::vector<llvm::Value *> turned = frames_to_lanes(b_, {begin, begin + lanes_});
            for (std::uint32_t k = 0; k < lanes_; ++k)
                floats_.store(place, b_.getInt32(math::bit_reversed(k, lanes_) * tiles * rows + first), turned[k]);
        }
    }

    llvm::Value *same(float x) {
        return llvm::ConstantVector::getSplat(llvm::ElementCount::getFixed(lanes_), floats_.real(x));
    }

    // The stages whose halves are from `half` on below `points`; the whole of it runs so many times.
    void stages(llvm::Value *re, llvm::Value *im, std::uint32_t half, std::uint32_t points, std::uint32_t times) {
        const unsigned most = lanes_ >= 16 ? 3 : 2; // what the registers hold
        while (half < points) {
            const unsigned left = log2_of(points / half);
            const unsigned together = left > most && left < 2 * most ? (left + 1) / 2 : std::min(left, most);
            stages_together(re, im, half, together, points, times);
            half <<= together;
        }
    }

    void stages_together(llvm::Value *re, llvm::Value *im, std::uint32_t half, unsigned together, std::uint32_t points,
                         std::uint32_t times) {
        const std::uint32_t width = half << together;
        b_each(points / width, "part", [&](llvm::Value *part) {
            llvm::Value *begin = b_.CreateMul(part, b_.getInt32(width));
            b_each(half / lanes_, "butterflies", [&](llvm::Value *i) {
                llvm::Value *k = b_.CreateMul(i, b_.getInt32(lanes_));
                llvm::Value *first = b_.CreateAdd(begin, k);
                llvm::Value *here_re = floats_.at(re, first), *here_im = floats_.at(im, first);
                llvm::Value *wr = floats_.at(wr_, k), *wi = floats_.at(wi_, k);
                const auto load = [&](llvm::Value *x, llvm::Value *y, std::uint32_t index) -> Complex {
                    return {floats_.load(x, b_.getInt32(index), lanes_), floats_.load(y, b_.getInt32(index), lanes_)};
                };
                std::vector<Complex> found;
                for (std::uint32_t n = 0; n < 1u << together; ++n)
                    found.push_back(load(here_re, here_im, n * half));
                butterflies(
                    found, [&](std::uint32_t stage, std::uint32_t n) { return load(wr, wi, stage * half + n * half); });
                for (std::uint32_t n = 0; n < 1u << together; ++n) {
                    floats_.store(here_re, b_.getInt32(n * half), found[n].re);
                    floats_.store(here_im, b_.getInt32(n * half), found[n].im);
                }
                runs(points / (lanes_ << together) * times);
            });
        });
    }

    // Of few points.
    void one_by_one(llvm::Value *re, llvm::Value *im) {
        b_each(count_, "take", [&](llvm::Value *i) {
            llvm::Value *place = reversed(i, log2_of(count_));
            floats_.store(re, place, floats_.load(function_->getArg(0), i));
            floats_.store(im, place, floats_.load(function_->getArg(1), i));
            runs(count_);
        });
        b_each(log2_of(count_), "stage", [&](llvm::Value *stage) {
            llvm::Value *half = b_.CreateShl(b_.getInt32(1), stage);
            b_each(count_ / 2, "butterfly", [&](llvm::Value *m) {
                llvm::Value *k = b_.CreateAnd(m, b_.CreateSub(half, b_.getInt32(1)));
                llvm::Value *i = b_.CreateAdd(b_.CreateShl(b_.CreateSub(m, k), 1), k), *o = b_.CreateAdd(i, half);
                llvm::Value *turn = b_.CreateAdd(half, k);
                Complex x{floats_.load(re, i), floats_.load(im, i)}, y{floats_.load(re, o), floats_.load(im, o)};
                butterfly(x, y, {floats_.load(wr_, turn), floats_.load(wi_, turn)});
                floats_.store(re, i, x.re);
                floats_.store(im, i, x.im);
                floats_.store(re, o, y.re);
                floats_.store(im, o, y.im);
                runs(count_ / 2 * log2_of(count_));
            });
        });
    }

    std::uint32_t count_, lanes_;
    llvm::Function *function_;
    llvm::IRBuilder<> b_;
    Floats floats_;
    std::vector<float> turns_re_, turns_im_;
    llvm::Value *wr_ = nullptr, *wi_ = nullptr;
    std::uint64_t instructions_ = 0;
};

} // namespace

const BlockFunction &transform_function(Kernel &kernel, std::uint32_t count) {
    BlockFunction &made = kernel.transforms[(std::uint64_t{kernel.line} << 32) + count];
    if (made.function == nullptr)
        made = TransformCode(kernel, count).make();
    return made;
}

} // namespace tactus::lower
