#!/usr/bin/env bash
# The runtime's ctest cases again with data races checked.
command -v clang++-19 >/dev/null || { echo "no clang-19 here (./dev setup check)"; exit 77; }
export TARGETS="test_unit_rt test_unit_engine test_unit_midi test_unit_control test_unit_audio"
exec bash "$(dirname "$0")/preset.sh" tsan --label-regex '^unit/(rt|engine|midi|control|audio)$'
