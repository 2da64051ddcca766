#include "compiler/lower/transpose.h"

namespace tactus::lower {

namespace {

int width_of(llvm::Value *vector) {
    return static_cast<int>(llvm::cast<llvm::FixedVectorType>(vector->getType())->getNumElements());
}

} // namespace

std::vector<llvm::Value *> frames_to_lanes(llvm::IRBuilder<> &builder, std::vector<llvm::Value *> rows) {
    const std::size_t half = rows.size() / 2;
    const int width = width_of(rows.front());
    std::vector<int> even, odd;
    for (int k = 0; k < width; ++k) {
        even.push_back(2 * k);
        odd.push_back(2 * k + 1);
    }
    for (std::size_t step = 1; step < rows.size(); step *= 2) {
        std::vector<llvm::Value *> turned(rows.size());
        for (std::size_t i = 0; i < half; ++i) {
            turned[i] = builder.CreateShuffleVector(rows[2 * i], rows[2 * i + 1], even);
            turned[i + half] = builder.CreateShuffleVector(rows[2 * i], rows[2 * i + 1], odd);
        }
        rows = std::move(turned);
    }
    return rows;
}

std::vector<llvm::Value *> lanes_to_frames(llvm::IRBuilder<> &builder, std::vector<llvm::Value *> rows) {
    const std::size_t half = rows.size() / 2;
    const int width = width_of(rows.front());
    std::vector<int> low, high;
    for (int k = 0; k < width; ++k) {
        low.push_back(k / 2 + (k % 2) * width);
        high.push_back(width / 2 + k / 2 + (k % 2) * width);
    }
    for (std::size_t step = 1; step < rows.size(); step *= 2) {
        std::vector<llvm::Value *> turned(rows.size());
        for (std::size_t i = 0; i < half; ++i) {
            turned[2 * i] = builder.CreateShuffleVector(rows[i], rows[i + half], low);
            turned[2 * i + 1] = builder.CreateShuffleVector(rows[i], rows[i + half], high);
        }
        rows = std::move(turned);
    }
    return rows;
}

llvm::Value *add_partials(llvm::IRBuilder<> &builder, std::vector<llvm::Value *> rows) {
    for (int half = 8; half > 0; half /= 2) {
        // A row holds some frames with 2 * half partials each; two rows make one of as many numbers, one row half a
        // row.
        const int numbers = width_of(rows.front());
        const int together = rows.size() > 1 ? 2 : 1;
        std::vector<int> low, high;
        for (int frame = 0; frame < together * numbers / (2 * half); ++frame)
            for (int k = 0; k < half; ++k) {
                low.push_back(frame * 2 * half + k);
                high.push_back(frame * 2 * half + half + k);
            }
        std::vector<llvm::Value *> sums;
        for (std::size_t i = 0; i < rows.size(); i += static_cast<std::size_t>(together)) {
            llvm::Value *second = together == 2 ? rows[i + 1] : llvm::PoisonValue::get(rows[i]->getType());
            sums.push_back(builder.CreateFAdd(builder.CreateShuffleVector(rows[i], second, low),
                                              builder.CreateShuffleVector(rows[i], second, high)));
        }
        rows = std::move(sums);
    }
    return rows.front();
}

} // namespace tactus::lower
