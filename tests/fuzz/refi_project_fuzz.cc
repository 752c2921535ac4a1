#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/text_format.h"
#include "lotse/survey/v1alpha/study.pb.h"
#include "lotse/survey/v1alpha/study_case.pb.h"
#include "lotse/survey/v1alpha/study_exchange_service.pb.h"
#include "lotse/survey/v1alpha/study_text.pb.h"
#include "runtime/types/utf8.h"
#include "services/survey/exchange/archive/zip_archive.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/projects/read_project.h"
#include "services/survey/exchange/projects/study_material.h"
#include "services/survey/exchange/projects/write_project.h"
#include "services/survey/exchange/refi/project_file.h"
#include "services/survey/exchange/refi/refi_testing.h"
#include "services/survey/qualitative/coding/codebook.h"
#include "services/survey/qualitative/foreign/foreign.h"
#include "services/survey/qualitative/foreign/foreign_rules.h"
#include "tests/fuzz/driver.h"

// Whatever bytes come, as an archive, or as the XML or a text of one: the reader of projects does
// not crash, refuses with INVALID_ARGUMENT only, hands nothing over with an ERROR, and what it
// hands over is written and read back as it was. Of that a study takes material whose parts name
// one another, also those that it only keeps, with codings that lie in their texts, and the same
// each time.

namespace {

namespace projects = lotse::survey::projects;
namespace refi = lotse::survey::refi;
namespace v1alpha = lotse::survey::v1alpha;
using lotse::survey::v1alpha::ImportFinding;
using projects::StudyMaterial;

void Require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

bool HasError(const std::vector<ImportFinding>& findings) {
  for (const ImportFinding& finding : findings) {
    Require(lotse::types::IsUtf8(finding.message()), "a finding can be sent");
    if (finding.severity() == ImportFinding::SEVERITY_ERROR) return true;
  }
  return false;
}

template <class M>
M Parsed(const char* text) {
  M message;
  Require(google::protobuf::TextFormat::ParseFromString(text, &message), "the text is a message");
  return message;
}

// What is asked for, as somebody does who says of everything where it belongs.
struct Asked {
  v1alpha::Study study = Parsed<v1alpha::Study>(
      R"(name: "programmes/p/engagements/e/studies/s"
         kinds: [KIND_INTERVIEW, KIND_FOCUS_GROUP]
         coders { coder_id: "eins" subject: "sub-1" }
         attributes { code: "alter" categories { code: "u40" } categories { code: "ab40" } }
         roles { code: "team" })");
  v1alpha::ImportStudyRequest::Head head = Parsed<v1alpha::ImportStudyRequest::Head>(
      R"(parent: "programmes/p/engagements/e/studies/s" codebook_id: "themen" coder: "eins"
         text_kind: KIND_TRANSCRIPT language: "de"
         new_case { title { variants { language: "de" text: "Gespräch" } } kind: KIND_INTERVIEW
                    held_date { year: 2021 month: 1 day: 10 }
                    participants { pseudonym: "P01" role: "team" consent: CONSENT_QUOTES } })");
  std::string coder = "eins";
  std::map<std::string, v1alpha::StudyCase> cases;
};

struct Taken {
  StudyMaterial material;
  bool has_error = false;
};

Taken Take(const refi::Project& project) {
  static const auto* const asked = new Asked();
  lotse::survey::FindingList findings;
  Taken taken;
  taken.material = projects::ReadMaterial(
      project, {asked->study, asked->head, asked->coder, asked->cases}, &findings);
  taken.has_error = HasError(std::move(findings).Take());
  return taken;
}

template <class Part>
const Part* Find(const std::vector<Part>& parts, const std::string& guid) {
  const auto found =
      std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.guid == guid; });
  return found == parts.end() ? nullptr : &*found;
}

void CheckCoding(const StudyMaterial& material, const projects::CodingMaterial& coding) {
  const projects::TextMaterial* const text = Find(material.texts, coding.text_guid);
  const projects::CodebookMaterial* const book = Find(material.codebooks, coding.codebook_guid);
  Require(text != nullptr && book != nullptr, "a coding has its text and its codebook");
  const auto size =
      static_cast<std::int64_t>(lotse::types::CodePointCount(text->content.content()));
  Require(coding.span.begin >= 0 && coding.span.begin <= coding.span.end && coding.span.end <= size,
          "a coding lies in its text");
  const auto& codes = book->codes.codes;
  Require(std::any_of(codes.begin(), codes.end(),
                      [&](const auto& code) { return code.id == coding.code_id && code.codable; }),
          "a coding has a code that takes some");
  Require(coding.coder == "eins", "a coding is by a coder of the study");
}

// What another program has beyond a study refers to nothing but what is there.
void CheckForeign(const StudyMaterial& material) {
  using On = lotse::survey::qualitative::ForeignPlace::Kind;
  std::set<std::string> keys;
  for (const auto& thing : material.foreign) {
    Require(keys.insert(KeyOf(thing)).second, "a thing is there once");
    Require(lotse::survey::qualitative::MayBeKept(thing), "a case lies on something");
  }
  for (const auto& thing : material.foreign) {
    for (const auto& tie : thing.ties) {
      const std::string& id = tie.place.id;
      const bool is_there = [&] {
        switch (tie.place.kind) {
          case On::kText:
          case On::kPart:
            return Find(material.texts, id) != nullptr;
          case On::kCoding:
            return Find(material.codings, id) != nullptr;
          case On::kMemo:
            return Find(material.memos, id) != nullptr;
          case On::kCase:
          case On::kPerson:
            return Find(material.cases, id) != nullptr;
          case On::kCodebook:
          case On::kCode:
            return Find(material.codebooks, id) != nullptr;
          case On::kThing:
            return keys.count(id) > 0;
        }
        return false;
      }();
      Require(is_there, "a thing refers to what is there");
    }
  }
}

// Reads the material of a project that was read without an ERROR.
void CheckMaterial(const refi::Project& project) {
  const Taken taken = Take(project);
  const StudyMaterial& material = taken.material;
  if (taken.has_error) return;
  for (const projects::TextMaterial& text : material.texts) {
    Require(Find(material.cases, text.case_guid) != nullptr, "a text is in a case");
  }
  for (const projects::CodingMaterial& coding : material.codings) CheckCoding(material, coding);
  for (const projects::MemoMaterial& memo : material.memos) {
    Require(memo.coder == "eins" && !memo.content.empty(),
            "a memo is by a coder, and says something");
  }
  CheckForeign(material);
  const StudyMaterial again = Take(project).material;
  Require(again.texts.size() == material.texts.size() &&
              again.codings.size() == material.codings.size() &&
              again.memos.size() == material.memos.size(),
          "the same file gives the same");
  for (const projects::CodingMaterial& coding : material.codings) {
    Require(Find(again.codings, coding.guid) != nullptr, "the same file gives the same ids");
  }
}

// The XML of what a study hands out, whose text is the one of the archive that inputs are packed
// into.
std::string OwnProject() {
  StudyMaterial material;
  material.title = "Studie";
  projects::CodebookMaterial& book = material.codebooks.emplace_back();
  book.guid = refi::Guid(1);
  book.title = "Themen";
  lotse::survey::qualitative::Code& code = book.codes.codes.emplace_back();
  code.id = "wege";
  code.name = "Wege";
  projects::CaseMaterial& one = material.cases.emplace_back();
  one.guid = refi::Guid(2);
  one.content = Parsed<v1alpha::StudyCase>(
      R"(title { variants { language: "de" text: "Gruppe" } } kind: KIND_FOCUS_GROUP
         held_date { year: 2021 month: 1 day: 10 } duration_minutes: 90
         participants { pseudonym: "P01" role: "team" consent: CONSENT_QUOTES seat: 2
           values { attribute: "alter" category: "u40" } }
         staff { pseudonym: "M1" role: ROLE_MODERATOR })");
  projects::TextMaterial& text = material.texts.emplace_back();
  text.guid = refi::Guid(3);
  text.case_guid = one.guid;
  text.content = Parsed<v1alpha::StudyText>(
      R"(title: "Gruppe 1" kind: KIND_TRANSCRIPT language: "de" content: "Wir reden."
         turns { range { end: 10 } speaker: "P01" start_offset { seconds: 1 } })");
  projects::CodingMaterial& coding = material.codings.emplace_back();
  coding.guid = refi::Guid(4);
  coding.text_guid = text.guid;
  coding.span = {0, 3};
  coding.codebook_guid = book.guid;
  coding.code_id = code.id;
  coding.coder = "eins";
  lotse::survey::FindingList ignored;
  const auto packed = refi::WriteProject(projects::MakeProject(material, &ignored));
  Require(packed.ok(), "what a study hands out can be written");
  const auto archive = lotse::survey::ZipArchive::Open(*packed, refi::kProjectLimits);
  Require(archive.ok(), "what was written is an archive");
  const auto xml = (*archive)->Read(refi::kProjectPart);
  Require(xml.ok(), "it has its XML");
  return absl::StrReplaceAll(*xml, {{absl::StrCat(text.guid, ".txt"), "a.txt"}});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(data), size);
  // Input that is no archive is packed into one: else nearly all changes would end at its sums.
  const bool packed = input.substr(0, 2) == "PK";
  const auto read = refi::ReadProject(
      packed ? input : refi::Zip({{"project.qde", input}, {"sources/a.txt", input}}));
  if (!read.ok()) {
    Require(absl::IsInvalidArgument(read.status()), "a refusal is INVALID_ARGUMENT");
    Require(lotse::types::IsUtf8(read.status().message()), "a refusal can be sent");
    return 0;
  }
  if (HasError(read->findings)) {
    Require(read->project == refi::Project(), "with an ERROR nothing is handed over");
    return 0;
  }
  CheckMaterial(read->project);
  const auto written = refi::WriteProject(read->project);
  // Archives of others may have files with names that ours cannot.
  if (packed && !written.ok()) return 0;
  Require(written.ok(), "what was read can be written");
  const auto again = refi::ReadProject(*written);
  Require(again.ok() && again->project == read->project, "what was written is read back");
  return 0;
}

std::vector<std::string> FuzzSeeds() {
  const std::string archive =
      refi::WriteProject(refi::RandomProject(1).Make()).value_or("<Project name='p'/>");
  const std::string source = absl::StrCat(
      "<Project name='p' origin='ATLAS.ti'><CodeBook><Codes><Code guid='", refi::Guid(1),
      "' name='c' isCodable='true' color='#fff'/></Codes></CodeBook><Sources><TextSource guid='",
      refi::Guid(2), "' plainTextPath='internal://a.txt'><PlainTextSelection guid='", refi::Guid(3),
      "' startPosition='0' endPosition='5'><Coding guid='", refi::Guid(4),
      "'><CodeRef targetGUID='", refi::Guid(1),
      "'/></Coding></PlainTextSelection></TextSource></Sources></Project>");
  const std::string rest =
      absl::StrCat("<Project name='p'><Users><User guid='", refi::Guid(1),
                   "'/></Users><Variables><Variable guid='", refi::Guid(2),
                   "' name='v' typeOfVariable='Date'/></Variables><Cases><Case guid='",
                   refi::Guid(3), "'><VariableValue><VariableRef targetGUID='", refi::Guid(2),
                   "'/><DateValue>2026-03-31</DateValue></VariableValue></Case></"
                   "Cases><Sources><PDFSource guid='",
                   refi::Guid(4), "'/></Sources><Sets><Set guid='", refi::Guid(5),
                   "' name='s'/></Sets></Project>");
  const std::string foreign = absl::StrCat(
      "<Project name='p' origin='X'><CodeBook><Codes><Code guid='", refi::Guid(1),
      "' name='c' isCodable='true'/></Codes></CodeBook><Variables><Variable guid='", refi::Guid(2),
      "' name='v' typeOfVariable='Text'/></Variables><Cases><Case guid='", refi::Guid(3),
      "' name='n'><CodeRef targetGUID='", refi::Guid(1),
      "'/><VariableValue><VariableRef targetGUID='", refi::Guid(2),
      "'/><TextValue>w</TextValue></VariableValue><SourceRef targetGUID='", refi::Guid(4),
      "'/><SelectionRef targetGUID='", refi::Guid(5),
      "'/></Case></Cases><Sources><TextSource guid='", refi::Guid(4),
      "' plainTextPath='internal://a.txt'><PlainTextSelection guid='", refi::Guid(5),
      "' startPosition='0' endPosition='5'/></TextSource></Sources><Links><Link guid='",
      refi::Guid(6), "' originGUID='", refi::Guid(5), "' targetGUID='", refi::Guid(3),
      "'/></Links><Sets><Set guid='", refi::Guid(7), "' name='s'><MemberSource targetGUID='",
      refi::Guid(4), "'/></Set></Sets></Project>");
  // As many attributes as an element may have; each change makes them too many, or one of them
  // double.
  std::string large = "<Project name='p'";
  for (int i = 1; i < 64; ++i) absl::StrAppend(&large, " a", i, "=\"\"");
  return {source, rest, foreign, archive, large + "></Project>", OwnProject()};
}

std::vector<std::string> FuzzTokens() {
  return {"<Project name='p'>",
          "</Project>",
          "<Code ",
          "<Codes>",
          "</Codes>",
          "<Sets/>",
          "guid='00000000-0000-4000-8000-000000000001'",
          "targetGUID=",
          " name='a' name='b'",
          " a1=''",
          "internal://",
          "../",
          "..\\",
          "internal://A.TXT",
          "a:b",
          "absolute:///",
          "lotse.codebook",
          "lotse.participant",
          "lotse.text.kind",
          "lotse.case.kind",
          "lotse.turn 1-2",
          "<![CDATA[",
          "]]>",
          "&#13;",
          "&#0;",
          "&#xD800;",
          "\r\n",
          "\xF0\x9F\x98\x80",
          "\xEF\xBB\xBF",
          "\xFF",
          "<!DOCTYPE",
          "9223372036854775808",
          "-1",
          "q:",
          "PK\x01\x02"};
}
