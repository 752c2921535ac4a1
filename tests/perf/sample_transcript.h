#pragma once

#include <string>
#include <vector>

namespace lotse::perf {

// A conversation of two hours: 20,000 words in 1,000 turns, by seven people who are called B1 to
// B7.
inline constexpr int kSampleTurns = 1'000;
inline constexpr int kSampleWords = 20;  // Of a turn.
// Names that are said in it, each once.
inline constexpr int kSampleNames = 50;

std::vector<std::string> SampleNames();
// The conversation as plain text, and as captions (WebVTT).
std::string PlainSample();
std::string CaptionSample();

}  // namespace lotse::perf
