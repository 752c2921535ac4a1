#include <cstdio>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/engine/compiled_instrument.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/quexml.h"
#include "tests/fuzz/driver.h"

// Whatever bytes come: the reader of queXML does not crash, refuses with
// INVALID_ARGUMENT only, makes nothing that cannot be stored and read back, and
// lets nothing through without an ERROR that the rules for questionnaires would
// refuse.

namespace {

using lotse::survey::ImportResult;
using lotse::survey::v1alpha::ImportFinding;

void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

template <typename Message>
void RequireStorable(const Message& message) {
  Message copy;
  Require(copy.ParseFromString(message.SerializeAsString()), "what was made can be read back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view xml(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<ImportResult> result = lotse::survey::ReadQuexml(xml, "de");
  if (!result.ok()) {
    Require(absl::IsInvalidArgument(result.status()), "a refusal is INVALID_ARGUMENT");
    return 0;
  }
  bool has_error = false;
  for (const ImportFinding& finding : result->findings) {
    RequireStorable(finding);
    has_error = has_error || finding.severity() == ImportFinding::SEVERITY_ERROR;
  }
  RequireStorable(result->instrument);
  const lotse::rpc::FieldViolations violations = lotse::survey::CheckInstrument(result->instrument);
  Require(has_error || violations.empty(), "what breaks a rule has an ERROR");
  const lotse::survey::CompiledInstrument compiled(result->instrument);
  for (const lotse::survey::Variable& variable : compiled.variables()) {
    Require(compiled.Position(variable.code).has_value(), "every variable is found by its code");
  }
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  return {
      R"xml(<?xml version="1.0" encoding="UTF-8"?>
<questionnaire id="1"><title>Befragung</title><investigator/><dataCollector/>
<questionnaireInfo><position>before</position><text>&lt;p&gt;Guten Tag&lt;/p&gt;</text>
<administration>self</administration></questionnaireInfo>
<section id="2" hidetitle="true"><sectionInfo><position>title</position><text>Eins</text>
<administration>self</administration></sectionInfo>
<question><text>&lt;b&gt;Wie&lt;/b&gt; alt?</text><response varName="Z1"><free>
<format>integer</format><length>3</length><label/><min>1</min><max>99</max></free></response>
</question><question><text>Wo?</text><response varName="Z2"><fixed><category><label>hier</label>
<value>AO01</value></category><category><label>Sonstiges</label><value>-oth-</value>
<contingentQuestion varName="Z2other"><text>und zwar</text><length>24</length>
<format>longtext</format></contingentQuestion></category></fixed></response></question>
</section></questionnaire>)xml",
      R"xml(<questionnaire><title>M</title><section><question><text>Wie sicher?</text>
<subQuestion varName="A_AO00"><text>am Tag</text></subQuestion>
<subQuestion varName="A_AO01"><text>in der Nacht</text></subQuestion>
<response varName="A"><fixed><category><label>sicher</label><value>1.5</value></category>
<category><label>unsicher</label><value>-1.5</value></category></fixed></response></question>
<question><text>Was?</text><response varName="B_AO00"><fixed><category><label>dies</label>
<value>Y</value></category></fixed></response><response varName="BB"><fixed><category>
<label>Sonstiges</label><value>Y</value><contingentQuestion varName="Bother"><text>was</text>
</contingentQuestion></category></fixed></response></question></section></questionnaire>)xml",
      R"xml(<questionnaire><title>F</title><section><question><text>Wie viele?</text>
<subQuestion varName="F_1"><text>Frauen</text></subQuestion><response varName="F"><free>
<format>integer</format></free></response></question><question><text>Ihre E-Mail?</text>
<directive><text>bitte</text></directive><response varName="E"><free><format>date</format></free>
</response><response varName="G"><vas/></response></question></section></questionnaire>)xml",
  };
}

// What the files are made of.
std::vector<std::string> FuzzTokens() {
  return {"<",
          ">",
          "</",
          "/>",
          "<!--",
          "-->",
          "<![CDATA[",
          "]]>",
          "<?x ?>",
          "&",
          ";",
          "&#xD800;",
          "&#0;",
          "&amp;",
          "&lt;b&gt;",
          "\"",
          "'",
          "=",
          "\xFF",
          "\xC3",
          "\xED\xA0\x80",
          "\xC2\xA0",
          " ",
          "\n",
          "_",
          "-1",
          "9223372036854775808",
          "<!DOCTYPE x [<!ENTITY a 'b'>]>"};
}
