// The discrete Fourier transform in blocks, and the convolution made of it: the one order of operations that the
// interpreter runs and lowering writes down. In: samples, one per frame. Out: values of the block before. Blocks lie in
// absolute time, and what they keep is one array of floats, laid out as here in compiled code too.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tactus::math {

// i with its bits in reverse, of an index below `count`, a power of two.
[[nodiscard]] std::uint32_t bit_reversed(std::uint32_t i, std::uint32_t count);

// e^(-2 pi i k / count), k < count / 2, each rounded to float.
struct Turns {
    std::vector<float> re, im;
};
[[nodiscard]] Turns turns_of(std::uint32_t count);

// Radix 2, decimation in time (Cooley and Tukey 1965): the points lie in bit-reversed order at first and in their own
// afterwards. Stage after stage, butterflies ascending: t = w x[o] as (wr re - wi im, wr im + wi re), x[i], x[o] =
// x[i] + t, x[i] - t.
template <typename Real>
void transform_stages(Real *re, Real *im, std::uint32_t count, std::span<const Real> wr, std::span<const Real> wi) {
    for (std::uint32_t half = 1; half < count; half *= 2) {
        const std::uint32_t stride = count / 2 / half;
        for (std::uint32_t m = 0; m < count / 2; ++m) {
            const std::uint32_t k = m & (half - 1);
            const std::uint32_t i = 2 * (m - k) + k, o = i + half;
            const Real tr = wr[k * stride] * re[o] - wi[k * stride] * im[o];
            const Real ti = wr[k * stride] * im[o] + wi[k * stride] * re[o];
            re[o] = re[i] - tr;
            im[o] = im[i] - ti;
            re[i] = re[i] + tr;
            im[i] = im[i] + ti;
        }
    }
}
// From points in their own order; what it comes from stays and lies elsewhere.
void transform(const float *from_re, const float *from_im, float *re, float *im, const Turns &turns);

// Op transform: blocks of `count` complex numbers, the first at the frames ≡ -offset. The forward transform is as it
// comes; the inverse is divided by count. It exchanges re and im before and after, which is the inverse.
struct TransformShape {
    std::uint32_t count = 0, offset = 0;
    bool inverse = false;

    // The block being filled, then two that are given out in turn, by even and by odd blocks; each re then im.
    [[nodiscard]] std::uint32_t given(bool odd) const { return (odd ? 4 : 2) * count; }
    [[nodiscard]] std::uint32_t floats() const { return 6 * count; }
};
[[nodiscard]] TransformShape transform_shape(std::uint32_t a, std::uint32_t b);

class BlockTransform {
  public:
    explicit BlockTransform(TransformShape shape);
    void clear();
    void step(float re, float im, std::uint32_t frame);
    [[nodiscard]] float value(bool imaginary, std::uint32_t frame) const;

  private:
    TransformShape shape_;
    Turns turns_;
    std::vector<float> floats_;
};

// A response cut into blocks, each with its spectrum: bins 0 .. block, filled up to a multiple of 16.
struct Partitions {
    std::uint32_t block = 0, count = 0;
    std::vector<float> re, im; // partition by partition, row() each

    [[nodiscard]] std::uint32_t row() const { return block + 16; }
    [[nodiscard]] std::uint32_t ring() const; // spectra kept, a power of two
    // Where each piece lies in the array of floats.
    [[nodiscard]] std::uint32_t input() const { return 0; }           // the last two blocks
    [[nodiscard]] std::uint32_t output() const { return 2 * block; }  // what this block gives out
    [[nodiscard]] std::uint32_t from_re() const { return 3 * block; } // 2 * block each: what is transformed
    [[nodiscard]] std::uint32_t from_im() const { return 5 * block; }
    [[nodiscard]] std::uint32_t work_re() const { return 7 * block; } // what it becomes
    [[nodiscard]] std::uint32_t work_im() const { return 9 * block; }
    [[nodiscard]] std::uint32_t sum_re() const { return 11 * block; } // one row each
    [[nodiscard]] std::uint32_t sum_im() const { return sum_re() + row(); }
    [[nodiscard]] std::uint32_t spectra_re() const { return sum_im() + row(); } // ring() rows each
    [[nodiscard]] std::uint32_t spectra_im() const { return spectra_re() + ring() * row(); }
    [[nodiscard]] std::uint32_t floats() const { return spectra_im() + ring() * row(); }
    // Products of 16 bins that are left for the frames of a block, and how many of them each frame does.
    [[nodiscard]] std::uint32_t rows16() const { return row() / 16; }
    [[nodiscard]] std::uint32_t shares() const { return (count - 1) * rows16(); }
    [[nodiscard]] std::uint32_t shares_per_frame() const { return (shares() + block - 1) / block; }
};
[[nodiscard]] Partitions partitions_of(std::span<const float> response, std::uint32_t block);

// Op convolve: overlap-save (Stockham 1966) with uniform partitions (Gardner, Efficient convolution without
// input-output delay, 1995). During a block the products of the older spectra are added up, partition 1 first; at its
// last frame its own spectrum, the product with partition 0 and the inverse transform, which the next block gives out.
class BlockConvolution {
  public:
    explicit BlockConvolution(Partitions partitions);
    void clear();
    float step(float x, std::uint32_t frame);

  private:
    void add_products(std::uint32_t partition, std::uint32_t first, std::uint32_t block, bool fresh);
    void finish_block(std::uint32_t block);

    Partitions parts_;
    Turns turns_;
    std::vector<float> floats_;
};

} // namespace tactus::math
