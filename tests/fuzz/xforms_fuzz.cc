#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/survey/exchange/xforms/xforms.h"
#include "tests/fuzz/driver.h"
#include "tests/fuzz/instrument_promises.h"

// Whatever bytes come: the reader of XForms does not crash, refuses with INVALID_ARGUMENT only, and
// makes nothing that cannot be stored and read back. What it reads without an ERROR can be written,
// and is the same when it is read again.

namespace {

using lotse::survey::ImportResult;
using lotse::survey::Require;
using lotse::survey::RequireStorable;
using lotse::survey::v1alpha::ImportFinding;
using lotse::survey::v1alpha::Instrument;

void RequireRoundTrip(const Instrument& instrument) {
  const absl::StatusOr<std::string> written = lotse::survey::WriteXforms(instrument);
  Require(written.ok() || absl::IsInvalidArgument(written.status()),
          "a refusal is INVALID_ARGUMENT");
  // A literal can hold `${x}`, and then names a question that does not exist.
  if (!written.ok()) return;
  const absl::StatusOr<ImportResult> again = lotse::survey::ReadXforms(*written);
  Require(again.ok(), "what was written can be read");
  const absl::StatusOr<std::string> twice = lotse::survey::WriteXforms(again->instrument);
  Require(twice.ok(), "what was read again can be written");
  Require(*twice == *written, "what was read again is written in the same way");
}

void Escape(absl::string_view text, std::string* out) {
  for (const char c : text) {
    switch (c) {
      case '<':
        *out += "&lt;";
        break;
      case '&':
        *out += "&amp;";
        break;
      case '"':
        *out += "&quot;";
        break;
      default:
        *out += c;
    }
  }
}

// Few mutations of XML are XML still. So what comes is also put where expressions and texts are.
std::string FormWith(absl::string_view text) {
  std::string form =
      "<html><head><title>T</title><model><instance><data id='f'><a/><p><b/><c/></p></data>"
      "</instance><instance id='l'><root><item><name>x</name><label>X</label></item></root>"
      "</instance><bind nodeset='/data/p/b' relevant=\"";
  Escape(text, &form);
  form +=
      "\"/></model></head><body><input ref='/data/a'><label>A</label></input><repeat "
      "nodeset='/data/p'><select1 ref='/data/p/b'><label>";
  Escape(text, &form);
  form += "</label><itemset nodeset=\"instance('l')/root/item[";
  Escape(text, &form);
  form += "]\"><value ref='name'/><label ref='label'/></itemset></select1></repeat></body></html>";
  return form;
}

void Try(absl::string_view xml) {
  const absl::StatusOr<ImportResult> result = lotse::survey::ReadXforms(xml);
  if (!result.ok()) {
    Require(absl::IsInvalidArgument(result.status()), "a refusal is INVALID_ARGUMENT");
    return;
  }
  bool has_error = false;
  for (const ImportFinding& finding : result->findings) {
    RequireStorable(finding);
    has_error = has_error || finding.severity() == ImportFinding::SEVERITY_ERROR;
  }
  RequireStorable(result->instrument);
  if (has_error) return;
  lotse::survey::RequireCheckable(result->instrument);
  RequireRoundTrip(result->instrument);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  Try(bytes);
  Try(FormWith(bytes));
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  return {
      R"xml(<h:html><h:head><h:title>T</h:title><model><itext><translation lang="de">
<text id="l"><value>Wie <output value="/data/a"/>?</value><value form="image">jr://images/a.png
</value></text></translation></itext><instance><data id="f" version="1"><a>5</a><g><b/><p
jr:template=""><c/></p><p><c/></p></g><meta><instanceID/><instanceName/><audit/></meta></data>
</instance><instance id="l"><root><item><itextId>l</itextId><name>x</name><up>1</up></item></root>
</instance><bind nodeset="/data/a" type="int" required="true()" constraint=". &gt; 3"
jr:constraintMsg="jr:itext('l')"/><bind nodeset="/data/g" relevant="/data/a = 5"/><bind
nodeset="/data/g/b" calculate="count(/data/g/p[c != ''])"/></model></h:head><h:body class="pages">
<input ref="/data/a"><label ref="jr:itext('l')"/><hint>H</hint></input><group ref="/data/g"><label>G
</label><group ref="/data/g/p"><repeat nodeset="/data/g/p" jr:count="/data/a"><select1
ref="/data/g/p/c" appearance="minimal"><label>C</label><itemset
nodeset="randomize(instance('l')/root/item[up = current()/../../b], 3)"><value ref="name"/><label
ref="jr:itext(itextId)"/></itemset></select1></repeat></group></group></h:body></h:html>)xml",
      R"xml(<html><head><title>U</title><model><instance><d id="u"><s/><r/><t/><u/><v/></d>
</instance><instance id="x" src="jr://file-csv/x.csv"/><bind nodeset="s" type="string"
readonly="false()" jr:preload="date" jr:preloadParams="today"/><setvalue
event="odk-instance-first-load" ref="/d/t" value="now()"/></model></head><body><group
appearance="field-list"><label>S</label><select ref="/d/s"><label>S</label><item><label>1</label>
<value>1</value></item><setvalue event="xforms-value-changed" ref="/d/v">x</setvalue></select>
</group><range ref="/d/r" start="1" end="5" step="1"/><trigger ref="/d/t"/><upload ref="/d/u"
mediatype="image/*"/></body></html>)xml",
      "selected(/data/p/b, 'x') and count(/data/p[b = current()/../c]) > -1.5",
      "position(..) = 1 or ../../p/b != instance('l')/root/item[name = 'x']/label",
      "jr:choice-name(/data/a, '/data/a') = if(true(), ., ../c)"};
}

// What the files are made of.
std::vector<std::string> FuzzTokens() {
  return {"<",
          ">",
          "</",
          "/>",
          "<!--",
          "-->",
          "&",
          ";",
          "&#xD800;",
          "&lt;b&gt;",
          "\"",
          "'",
          "=",
          "\xFF",
          "\xC3",
          " ",
          "\n",
          "/",
          "..",
          ".",
          "[",
          "]",
          "(",
          ")",
          "${a}",
          "//",
          "*",
          "|",
          "and",
          "current()",
          "instance('l')",
          "jr:itext(",
          "itextId",
          "/data/a",
          "/data/g/p",
          "ref=",
          "nodeset=",
          "readonly=\"true()\"",
          "calculate=",
          "type=\"date\"",
          "jr:template=\"\"",
          "<group>",
          "</group>",
          "<output value=\"",
          "<a/>",
          "<meta>"};
}
