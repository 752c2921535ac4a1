#include "absl/strings/string_view.h"
#include "services/survey/exchange/forms/option_files.h"
#include "tests/fuzz/driver.h"
#include "tests/fuzz/instrument_promises.h"

// Whatever bytes come as a file with a list of options: the readers do not crash, and what they
// take without an ERROR can be stored.

namespace {

using lotse::survey::ImportResult;
using lotse::survey::Require;
using lotse::survey::v1alpha::ImportFinding;

void Try(const char* name, absl::string_view bytes) {
  ImportResult result;
  auto* list = result.instrument.add_option_lists();
  list->set_code("l");
  list->set_file(name);
  auto* question = result.instrument.add_sections()->add_questions();
  question->set_code("a");
  question->set_option_list("l");
  lotse::survey::TakeOptionsOfFiles({{name, std::string(bytes)}}, "de", &result);
  bool failed = false;
  for (const ImportFinding& finding : result.findings) {
    failed = failed || finding.severity() == ImportFinding::SEVERITY_ERROR;
  }
  const auto& taken = result.instrument.option_lists(0);
  Require(failed || (taken.file().empty() && taken.options_size() > 0),
          "options are taken, or an ERROR says why not");
  lotse::survey::RequireStorable(result.instrument);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const char* name : {"o.csv", "o.xml", "o.geojson"}) Try(name, bytes);
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  return {"name,label,land\nc,Celle,N\nm,\"Mainz, R\",\n",
          "<root><item><name>c</name><label>Celle</label></item></root>",
          R"({"features":[{"id":7,"geometry":{},"properties":{"title":"Celle","x":1.5}}]})"};
}

// What the files are made of.
std::vector<std::string> FuzzTokens() {
  return {",",      ";",    "\"",     "\n",      "name",     "label",    "<item>",    "</item>",
          "<name>", "&lt;", "{",      "}",       "[",        "]",        ":",         "null",
          "true",   "1e9",  "\"id\"", "\\u00e4", "features", "geometry", "properties"};
}
