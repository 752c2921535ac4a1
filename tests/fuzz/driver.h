#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// What a fuzz target consists of. The first function is that of libFuzzer, so
// the same file can be built with `-fsanitize=fuzzer`; the second one feeds the
// plain driver (driver.cc), which any compiler builds and ctest runs.

// Gives one input to the code under test. It aborts where a promise is broken.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

// Inputs to start from.
std::vector<std::string> FuzzSeeds();
