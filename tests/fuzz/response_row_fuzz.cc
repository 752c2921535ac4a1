// Rows of stored responses.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "services/survey/engine/response_row.h"
#include "tests/fuzz/driver.h"

namespace {

using lotse::survey::CompiledInstrument;

// Ends the run where a promise is broken.
void Require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", promise);
  std::abort();
}

// One variable of each kind, and one whose options need two bytes.
CompiledInstrument Compiled() {
  lotse::survey::v1alpha::Instrument instrument;
  Require(google::protobuf::TextFormat::ParseFromString(
              R"pb(
                sections {
                  questions {
                    code: "one"
                    kind: KIND_SINGLE_CHOICE
                    options { code: "a" }
                    options { code: "b" }
                  }
                  questions {
                    code: "many"
                    kind: KIND_MULTIPLE_CHOICE
                    options { code: "c" }
                    options { code: "d" }
                    options { code: "e" }
                  }
                  questions { code: "number" kind: KIND_INTEGER }
                  questions { code: "text" kind: KIND_TEXT }
                  questions { code: "wide" kind: KIND_SINGLE_CHOICE }
                  questions {
                    code: "file"
                    kind: KIND_FILE
                    media_types: "image/png"
                    media_types: "text/plain"
                  }
                })pb",
              &instrument),
          "the questionnaire is read");
  auto* wide = instrument.mutable_sections(0)->mutable_questions(4);
  for (int i = 0; i < 300; ++i) wide->add_options()->set_code(std::to_string(i));
  return CompiledInstrument(instrument);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto* const instrument = new CompiledInstrument(Compiled());
  const std::string row(reinterpret_cast<const char*>(data), size);
  const auto answers = lotse::survey::DecodeResponseRow(*instrument, row);
  if (!answers.has_value()) return 0;
  const int broke_off = lotse::survey::BrokeOffSectionOf(row);
  Require(lotse::survey::EncodeResponseRow(*instrument, *answers, broke_off) == row,
          "what can be read has one form only");
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  using namespace std::string_literals;
  return {"\x01\x00"s,         "\x01\x1f\x01\x05\xa6\x06\x03\xc3\xa4!\x2b\x01"s, "\x01\x04\x01"s,
          "\x01\x10\x00\x00"s, "\x01\x20\x01\xa6\x06"s + std::string(32, 'h'),   "\x02\x01\x00"s,
          "\x02\x01\x04\x01"s};
}

std::vector<std::string> FuzzTokens() {
  using namespace std::string_literals;
  return {"\x01"s,    "\x02\x01"s, "\x1f"s, "\x80"s, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s,
          "\xc3\xa4"s};
}
