#include "compiler/math/transform.h"

#include <algorithm>
#include <bit>
#include <numbers>

#include "compiler/math/constant.h"
#include "compiler/math/functions.h"
#include "compiler/math/scalar.h"

namespace tactus::math {

namespace {

struct Turns64 {
    std::vector<double> re, im;
};

Turns64 turns64_of(std::uint32_t count) {
    Turns64 made;
    for (std::uint32_t k = 0; k < count / 2; ++k) {
        const double angle = 2.0 * std::numbers::pi * k / count;
        made.re.push_back(binary64::cosine(angle));
        made.im.push_back(-binary64::sine(angle));
    }
    return made;
}

float calmed(float x) {
    ScalarArithmetic a;
    return calm(a, x);
}

} // namespace

std::uint32_t bit_reversed(std::uint32_t i, std::uint32_t count) {
    std::uint32_t made = 0;
    for (; count > 1; count /= 2, i /= 2) {
        made = 2 * made + (i & 1);
    }
    return made;
}

Turns turns_of(std::uint32_t count) {
    const Turns64 exact = turns64_of(count);
    Turns made;
    for (std::uint32_t k = 0; k < count / 2; ++k) {
        made.re.push_back(static_cast<float>(exact.re[k]));
        made.im.push_back(static_cast<float>(exact.im[k]));
    }
    return made;
}

void transform(const float *from_re, const float *from_im, float *re, float *im, const Turns &turns) {
    const auto count = static_cast<std::uint32_t>(2 * turns.re.size());
    for (std::uint32_t i = 0; i < count; ++i) {
        re[bit_reversed(i, count)] = from_re[i];
        im[bit_reversed(i, count)] = from_im[i];
    }
    transform_stages<float>(re, im, count, turns.re, turns.im);
}

TransformShape transform_shape(std::uint32_t a, std::uint32_t b) { return {a, b / 2, b % 2 != 0}; }

BlockTransform::BlockTransform(TransformShape shape)
    : shape_(shape), turns_(turns_of(shape.count)), floats_(shape.floats(), 0.0f) {}

void BlockTransform::clear() { std::fill(floats_.begin(), floats_.end(), 0.0f); }

void BlockTransform::step(float re, float im, std::uint32_t frame) {
    const std::uint32_t count = shape_.count, now = frame + shape_.offset, j = now & (count - 1);
    float *const from = floats_.data();
    from[j] = calmed(shape_.inverse ? im : re);
    from[count + j] = calmed(shape_.inverse ? re : im);
    if (j == count - 1) {
        float *const to = from + shape_.given(((now / count) & 1) == 0); // for the next block
        transform(from, from + count, to, to + count, turns_);
    }
}

float BlockTransform::value(bool imaginary, std::uint32_t frame) const {
    const std::uint32_t now = frame + shape_.offset, j = now & (shape_.count - 1);
    const float *const given = floats_.data() + shape_.given(((now / shape_.count) & 1) != 0);
    const float y = given[(imaginary != shape_.inverse ? shape_.count : 0) + j];
    return shape_.inverse ? y * (1.0f / static_cast<float>(shape_.count)) : y;
}

std::uint32_t Partitions::ring() const { return std::bit_ceil(count); }

Partitions partitions_of(std::span<const float> response, std::uint32_t block) {
    const std::uint32_t points = 2 * block;
    const Turns64 turns = turns64_of(points);
    Partitions made;
    made.block = block;
    made.count = static_cast<std::uint32_t>((response.size() + block - 1) / block);
    for (std::uint32_t p = 0; p < made.count; ++p) {
        std::vector<double> re(points, 0.0), im(points, 0.0);
        for (std::uint32_t i = 0; i < block && p * block + i < response.size(); ++i) {
            re[bit_reversed(i, points)] = static_cast<double>(response[p * block + i]);
        }
        transform_stages<double>(re.data(), im.data(), points, turns.re, turns.im);
        for (std::uint32_t bin = 0; bin < made.row(); ++bin) {
            made.re.push_back(bin <= block ? static_cast<float>(re[bin]) : 0.0f);
            made.im.push_back(bin <= block ? static_cast<float>(im[bin]) : 0.0f);
        }
    }
    return made;
}

BlockConvolution::BlockConvolution(Partitions partitions)
    : parts_(std::move(partitions)), turns_(turns_of(2 * parts_.block)), floats_(parts_.floats(), 0.0f) {}

void BlockConvolution::clear() { std::fill(floats_.begin(), floats_.end(), 0.0f); }

// sum += spectrum of the block `partition` blocks before × that partition, for 16 bins.
void BlockConvolution::add_products(std::uint32_t partition, std::uint32_t first, std::uint32_t block, bool fresh) {
    const std::uint32_t slot = (block - partition) & (parts_.ring() - 1);
    const float *const xr = floats_.data() + parts_.spectra_re() + slot * parts_.row() + first;
    const float *const xi = floats_.data() + parts_.spectra_im() + slot * parts_.row() + first;
    const float *const hr = parts_.re.data() + partition * parts_.row() + first;
    const float *const hi = parts_.im.data() + partition * parts_.row() + first;
    float *const re = floats_.data() + parts_.sum_re() + first;
    float *const im = floats_.data() + parts_.sum_im() + first;
    for (std::uint32_t k = 0; k < 16; ++k) {
        const float product_re = xr[k] * hr[k] - xi[k] * hi[k];
        const float product_im = xr[k] * hi[k] + xi[k] * hr[k];
        re[k] = (fresh ? 0.0f : re[k]) + product_re;
        im[k] = (fresh ? 0.0f : im[k]) + product_im;
    }
}

float BlockConvolution::step(float x, std::uint32_t frame) {
    const std::uint32_t j = frame & (parts_.block - 1), block = frame / parts_.block;
    const float y = floats_[parts_.output() + j];
    floats_[parts_.input() + (block & 1) * parts_.block + j] = calmed(x);
    const std::uint32_t first = j * parts_.shares_per_frame();
    const std::uint32_t last = std::min(first + parts_.shares_per_frame(), parts_.shares());
    for (std::uint32_t share = first; share < last; ++share) {
        const std::uint32_t partition = 1 + share / parts_.rows16();
        add_products(partition, 16 * (share % parts_.rows16()), block, partition == 1);
    }
    if (j == parts_.block - 1) {
        finish_block(block);
    }
    return y;
}

void BlockConvolution::finish_block(std::uint32_t block) {
    const std::uint32_t points = 2 * parts_.block, slot = block & (parts_.ring() - 1);
    float *const from_re = floats_.data() + parts_.from_re(), *const from_im = floats_.data() + parts_.from_im();
    float *const re = floats_.data() + parts_.work_re(), *const im = floats_.data() + parts_.work_im();
    for (std::uint32_t i = 0; i < points; ++i) { // the block before, then this one
        from_re[i] = floats_[parts_.input() + ((i + (block + 1) * parts_.block) & (points - 1))];
        from_im[i] = 0.0f;
    }
    transform(from_re, from_im, re, im, turns_);
    for (std::uint32_t first = 0; first < parts_.row(); first += 16) {
        for (std::uint32_t k = first; k < first + 16; ++k) {
            floats_[parts_.spectra_re() + slot * parts_.row() + k] = re[k];
            floats_[parts_.spectra_im() + slot * parts_.row() + k] = im[k];
        }
        add_products(0, first, block, parts_.count == 1);
    }
    for (std::uint32_t i = 0; i < points; ++i) { // the other half is the first one's mirror; re and im change places
        const bool lower = i <= parts_.block;
        const std::uint32_t bin = lower ? i : points - i;
        const float yi = floats_[parts_.sum_im() + bin];
        from_re[i] = lower ? yi : -yi;
        from_im[i] = floats_[parts_.sum_re() + bin];
    }
    transform(from_re, from_im, re, im, turns_);
    for (std::uint32_t i = 0; i < parts_.block; ++i) {
        floats_[parts_.output() + i] = im[parts_.block + i] * (1.0f / static_cast<float>(points));
    }
}

} // namespace tactus::math
