#include "tests/perf/reference_engine.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/survey/engine/answer_values.h"

namespace lotse::perf {
namespace {

using google::protobuf::Struct;

constexpr int kRuns = 3;

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "bench_forms: the reference engine: %s\n", what.c_str());
  std::exit(1);
}

std::string NewFolder() {
  std::string folder = std::filesystem::temp_directory_path() / "lotse-forms-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) Die("there is no temporary folder");
  return folder;
}

// What the program answers to the commands, one a line.
std::vector<std::string> AnswersOf(const std::string& command) {
  FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) Die("it cannot be started");
  std::string output;
  std::array<char, 4096> part;
  for (std::size_t size = 1; size > 0;) {
    size = std::fread(part.data(), 1, part.size(), pipe);
    output.append(part.data(), size);
  }
  if (pclose(pipe) != 0) Die(absl::StrCat("it failed: ", output));
  return absl::StrSplit(output, '\n', absl::SkipEmpty());
}

}  // namespace

ReferenceEngine::ReferenceEngine(const std::string& xml, absl::Time now)
    : folder_(NewFolder()), now_(now) {
  std::ofstream(folder_ + "/form.xml", std::ios::binary) << xml;
}

ReferenceEngine::~ReferenceEngine() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

ReferenceEngine::Measured ReferenceEngine::Measure(
    const google::protobuf::RepeatedPtrField<survey::v1alpha::Answer>& answers) const {
  Struct command;
  auto& fields = *command.mutable_fields();
  fields["do"].set_string_value("time");
  fields["runs"].set_number_value(1 + kRuns);
  auto* const list = fields["answers"].mutable_list_value();
  for (const survey::v1alpha::Answer& answer : answers) {
    auto& one = *list->add_values()->mutable_struct_value()->mutable_fields();
    one["name"].set_string_value(answer.code());
    one["value"].set_string_value(survey::TextOf(answer));
  }
  std::string line;
  if (!google::protobuf::util::MessageToJsonString(command, &line).ok()) Die("no JSON");
  std::ofstream(folder_ + "/commands", std::ios::binary) << line << "\n";
  const std::vector<std::string> said =
      AnswersOf(absl::StrCat("TZ=UTC node tests/forms/oracle.mjs --now ",
                             absl::FormatTime(absl::RFC3339_sec, now_, absl::UTCTimeZone()), " ",
                             folder_, "/form.xml <", folder_, "/commands"));
  Struct answer;
  if (said.size() != 2 || !google::protobuf::util::JsonStringToMessage(said[1], &answer).ok() ||
      answer.fields().count("error") != 0) {
    Die(absl::StrCat("what it said: ", said.empty() ? "nothing" : said.back()));
  }
  std::vector<double> found;
  for (const auto& run : answer.fields().at("milliseconds").list_value().values()) {
    found.push_back(run.number_value());
  }
  if (found.size() != 1 + kRuns) Die("runs are missing");
  std::sort(found.begin() + 1, found.end());  // The first one makes it warm.
  return {found[1 + kRuns / 2], answer.fields().at("violations").number_value()};
}

}  // namespace lotse::perf
