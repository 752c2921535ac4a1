#include "tests/perf/sample_transcript.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace lotse::perf {
namespace {

std::string NameOf(int number) { return absl::StrCat("Müller", number, " Köln"); }

std::string Said(int turn) {
  static const char* const words[] = {"Öffnung", "das",    "schön", "Verwaltung", "müssen",
                                      "wir",     "größer", "und",   "–",          "Gespräch"};
  constexpr int kTurnsToAName = kSampleTurns / kSampleNames;
  std::string said;
  for (int i = 0; i < kSampleWords; ++i) absl::StrAppend(&said, words[(turn * 7 + i) % 10], " ");
  if (turn % kTurnsToAName == 0) absl::StrAppend(&said, NameOf(turn / kTurnsToAName), " ");
  return said + (turn % 10 == 0 ? "\U0001F469\u200D\U0001F467" : ".");
}

}  // namespace

std::vector<std::string> SampleNames() {
  std::vector<std::string> names;
  for (int i = 0; i < kSampleNames; ++i) names.push_back(NameOf(i));
  return names;
}

std::string PlainSample() {
  std::string text;
  for (int i = 0; i < kSampleTurns; ++i) {
    absl::StrAppendFormat(&text, "B%d: %s #%02d:%02d:%02d-0#\n\n", i % 7 + 1, Said(i), i / 500,
                          i / 9 % 60, i % 60);
  }
  return text;
}

std::string CaptionSample() {
  std::string text = "WEBVTT\n\n";
  for (int i = 0; i < kSampleTurns; ++i) {
    absl::StrAppendFormat(&text, "%02d:%02d:%02d.000 --> %02d:%02d:%02d.900\n<v B%d>%s\n\n",
                          i / 3600, i / 60 % 60, i % 60, i / 3600, i / 60 % 60, i % 60, i % 7 + 1,
                          Said(i));
  }
  return text;
}

}  // namespace lotse::perf
