#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// What a fuzz target consists of. The first function is that of libFuzzer, so
// the same file can be built with `-fsanitize=fuzzer`; the others feed the plain
// driver (driver.cc), which any compiler builds and ctest runs.

// Gives one input to the code under test. It aborts where a promise is broken.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

// Inputs to start from, at least one, besides the files in corpus/TARGET.
std::vector<std::string> FuzzSeeds();

// What inputs are made of, for insertion at random places. At least one.
std::vector<std::string> FuzzTokens();
