#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/coding/corpus.h"

// What the tests of codings and measures share.
namespace lotse::survey::qualitative {

// `field: description` of each.
inline std::vector<std::string> Told(const rpc::FieldViolations& violations) {
  std::vector<std::string> told;
  for (const rpc::FieldViolation& one : violations) {
    told.push_back(absl::StrCat(one.field, ": ", one.description));
  }
  return told;
}

// zugang (a heading) with sprache and wege; sprache with amt; haltung at the top.
inline Codebook SmallCodebook() {
  return {1,
          {{.id = "zugang", .parent = "", .name = "Zugang", .codable = false},
           {.id = "sprache", .parent = "zugang", .name = "Sprache"},
           {.id = "wege", .parent = "zugang", .name = "Wege"},
           {.id = "amt", .parent = "sprache", .name = "Amtssprache"},
           {.id = "haltung", .parent = "", .name = "Haltung"}}};
}

inline Coding CodingOf(std::string id, std::string code, std::string text, TextSpan span,
                       std::string coder = "a", int64_t time_ms = 0) {
  return {id, code, text, span, coder, time_ms};
}

// Two groups with two turns each, and a document without turns.
inline CorpusInput SmallCorpus() {
  CorpusInput input;
  input.codebook = SmallCodebook();
  input.cases = {{"g1", {{"art", "gruppe"}, {"ort", "Nord"}}},
                 {"g2", {{"art", "gruppe"}, {"ort", "Süd"}}},
                 {"d1", {{"art", "dokument"}}}};
  input.speakers = {{"p1", "Leitung"}, {"p2", "Stab"}, {"p3", "Stab"}, {"p4", ""}};
  input.texts = {{"t1", "g1", 100, {{{0, 40}, "p1"}, {{41, 100}, "p2"}}},
                 {"t2", "g2", 80, {{{0, 30}, "p3"}, {{30, 80}, "p4"}}},
                 {"t3", "d1", 50, {}}};
  input.codings = {CodingOf("k1", "sprache", "t1", {0, 20}, "a", 5),
                   CodingOf("k2", "wege", "t1", {10, 30}, "a", 4),
                   CodingOf("k3", "sprache", "t1", {0, 20}, "b", 3),
                   CodingOf("k4", "amt", "t1", {35, 50}, "b", 2),
                   CodingOf("k5", "haltung", "t2", {0, 10}, "a", 1),
                   CodingOf("k6", "wege", "t2", {10, 30}, "b", 9),
                   CodingOf("k7", "haltung", "t3", {5, 6}, "a", 8)};
  return input;
}

// A corpus of some size, the same for the same seed.
inline CorpusInput RandomCorpus(uint32_t seed, int texts, int turns, int codings, int codes) {
  std::mt19937 random(seed);
  const auto pick = [&](int from, int to) {
    return from + static_cast<int>(random() % static_cast<uint32_t>(to - from + 1));
  };
  CorpusInput input;
  for (int i = 0; i < codes; ++i) {
    const std::string parent = i < 5 ? "" : absl::StrCat("c", pick(0, i / 2));
    input.codebook.codes.push_back(
        {.id = absl::StrCat("c", i), .parent = parent, .name = absl::StrCat("Code ", i)});
  }
  for (int i = 0; i < 12; ++i) {
    input.speakers.push_back({absl::StrCat("p", i), absl::StrCat("g", i % 4)});
  }
  for (int t = 0; t < texts; ++t) {
    input.cases.push_back({absl::StrCat("case", t), {{"ort", absl::StrCat(t % 3)}}});
    CorpusText text{absl::StrCat("t", t), absl::StrCat("case", t)};
    for (int i = 0; i < turns; ++i) {
      const int length = pick(1, 120);
      text.turns.push_back({{text.length, text.length + length}, absl::StrCat("p", pick(0, 11))});
      text.length += length + pick(0, 1);
    }
    input.texts.push_back(text);
  }
  for (int i = 0; i < codings; ++i) {
    const CorpusText& text = input.texts[static_cast<size_t>(pick(0, texts - 1))];
    const int64_t begin = pick(0, static_cast<int>(text.length) - 1);
    const int64_t end = std::min(text.length, begin + pick(1, 150));
    input.codings.push_back(CodingOf(absl::StrCat("k", i), absl::StrCat("c", pick(0, codes - 1)),
                                     text.id, {begin, end}, absl::StrCat("coder", pick(0, 3)),
                                     pick(0, 1000)));
  }
  return input;
}

}  // namespace lotse::survey::qualitative
