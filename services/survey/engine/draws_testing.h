#pragma once

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/household_testing.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/engine/stored_draws.h"

// Small questionnaires that draw, and what of it they would store.
namespace lotse::survey {

// A question; `rest` is what else there is of it.
inline std::string Asked(absl::string_view code, absl::string_view kind,
                         absl::string_view rest = "") {
  return absl::StrCat("questions { code: '", code,
                      "' text { variants { language: 'de' text: '?' } } kind: KIND_", kind, " ",
                      rest, " }\n");
}

inline std::string Calculated(absl::string_view code, absl::string_view calculation,
                              absl::string_view more = "") {
  return Asked(code, "CALCULATION",
               absl::StrCat("logic { calculation: \"", calculation, "\" ", more, " }"));
}

inline std::string Begun(absl::string_view code, absl::string_view kind,
                         absl::string_view initial_value, absl::string_view more = "") {
  return Asked(code, kind,
               absl::StrCat("logic { initial_value: \"", initial_value, "\" ", more, " }"));
}

inline v1alpha::Instrument FormOf(const std::string& questions) {
  v1alpha::Instrument instrument;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat("title { variants { language: 'de' text: 'Probe' } } sections { ", questions,
                   " }"),
      &instrument));
  EXPECT_THAT(Lines(CheckInstrument(instrument)), testing::IsEmpty()) << questions;
  return instrument;
}

// The warnings about it, each with the field that it is about.
inline std::vector<std::string> Warnings(const v1alpha::Instrument& instrument) {
  rpc::FieldViolations warnings;
  EXPECT_THAT(Lines(CheckInstrument(instrument, &warnings)), testing::IsEmpty());
  return Lines(warnings);
}

inline std::vector<std::string> Stored(const v1alpha::Instrument& instrument) {
  const CompiledInstrument compiled(instrument);
  if (compiled.logic() == nullptr) return {};
  return StoredDraws(instrument, *compiled.logic());
}

// What a questionnaire of these questions would store too finely.
struct StoringCase {
  const char* what;
  std::string questions;
  std::vector<std::string> codes;
};

inline void ExpectStored(const std::vector<StoringCase>& cases) {
  for (const StoringCase& c : cases) {
    const v1alpha::Instrument instrument = FormOf(c.questions);
    EXPECT_THAT(Stored(instrument), testing::ElementsAreArray(c.codes)) << c.what;
    // Whoever writes it is told the same.
    std::vector<std::string> warned;
    for (const std::string& warning : Warnings(instrument)) {
      if (absl::StrContains(warning, "cannot be asked in an anonymous wave")) {
        warned.push_back(warning);
      }
    }
    ASSERT_EQ(warned.size(), c.codes.size()) << c.what;
    for (std::size_t i = 0; i < warned.size(); ++i) {
      EXPECT_THAT(warned[i], testing::HasSubstr(absl::StrCat("`", c.codes[i], "`: "))) << c.what;
    }
  }
}

inline constexpr char kReadOnly[] = "read_only_if: \"true()\"";

}  // namespace lotse::survey
