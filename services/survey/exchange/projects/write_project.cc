#include "services/survey/exchange/projects/write_project.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/uuid.h"
#include "services/survey/exchange/codebooks/code_ids.h"
#include "services/survey/exchange/codebooks/refi_codes.h"
#include "services/survey/exchange/projects/carried_text.h"
#include "services/survey/exchange/projects/case_values.h"
#include "services/survey/exchange/projects/foreign_writer.h"
#include "services/survey/exchange/projects/project_words.h"

namespace lotse::survey::projects {
namespace {

using refi::VariableType;

int64_t ToMs(const google::protobuf::Duration& time) {
  return time.seconds() * 1000 + time.nanos() / 1'000'000;
}

// Pointers to the parts in the order of their guids: whatever is stored has another order where
// its ids are others.
template <class Part>
std::vector<const Part*> ByGuid(const std::vector<Part>& parts) {
  std::vector<const Part*> sorted;
  for (const Part& each : parts) sorted.push_back(&each);
  std::sort(sorted.begin(), sorted.end(),
            [](const Part* a, const Part* b) { return a->guid < b->guid; });
  return sorted;
}

class ProjectMaker {
 public:
  ProjectMaker(const StudyMaterial& material, FindingList* findings)
      : material_(material), findings_(*findings) {}

  refi::Project Make() {
    project_.name = material_.title;
    project_.origin = std::string(kOrigin);
    for (const MemoMaterial* const memo : ByGuid(material_.memos)) AddMemo(*memo);
    for (const CodebookMaterial* const each : ByGuid(material_.codebooks)) AddCodebook(*each);
    for (const CodingMaterial* const coding : ByGuid(material_.codings)) AddCoding(*coding);
    for (const TextMaterial* const text : ByGuid(material_.texts)) AddText(*text);
    for (const CaseMaterial* const each : ByGuid(material_.cases)) AddCase(*each);
    AddVariables();
    for (const std::string& coder : coders_) {
      project_.users.push_back({GuidOfCoder(coder), coder, coder});
    }
    AddForeign(material_.foreign, code_guids_, &project_);
    WarnOfRest();
    CarryInXml(&project_, &findings_);
    return std::move(project_);
  }

 private:
  void WarnOfRest() {
    if (material_.guides == 0) return;
    findings_.Warn(0, "",
                   absl::StrCat(material_.guides,
                                " guides of the study were not written: a project has no place "
                                "for them, and a case only names its own. Enter them where the "
                                "file is read, under the same ids and before it is."));
  }

  std::string UserOf(const std::string& coder) {
    coders_.insert(coder);
    return GuidOfCoder(coder);
  }

  refi::Text& AddNote(std::string guid, absl::string_view name, std::string content) {
    refi::Text& note = project_.notes.emplace_back();
    note.guid = std::move(guid);
    note.name = std::string(name);
    note.text = std::move(content);
    return note;
  }

  void AddMemo(const MemoMaterial& memo) {
    refi::Text& note = AddNote(memo.guid, kMemoNote, memo.content);
    note.authorship.creating_user = UserOf(memo.coder);
    note.authorship.creation_time = ToDateTime(memo.create_time);
    if (memo.update_time != memo.create_time) {
      note.authorship.modified_time = ToDateTime(memo.update_time);
    }
    const MemoSubject& subject = memo.subject;
    switch (subject.kind) {
      case MemoSubject::Kind::kStudy:
        project_.note_refs.push_back(memo.guid);
        return;
      case MemoSubject::Kind::kCase:
        project_.links.push_back({UuidOf(absl::StrCat("lotse/links/", memo.guid)),
                                  std::string(kMemoLink),
                                  "OneWay",
                                  "",
                                  subject.guid,
                                  memo.guid,
                                  {}});
        return;
      case MemoSubject::Kind::kText:
        if (memo.span.has_value()) {
          refi::TextSelection selection;
          selection.guid = UuidOf(absl::StrCat("lotse/selections/", memo.guid));
          selection.span = *memo.span;
          selection.note_refs = {memo.guid};
          selections_[subject.guid].push_back(std::move(selection));
          return;
        }
        break;
      case MemoSubject::Kind::kCode:
        notes_of_[absl::StrCat(subject.guid, "/", subject.code_id)].push_back(memo.guid);
        return;
      default:
        break;
    }
    notes_of_[subject.guid].push_back(memo.guid);
  }

  // The guid of a code: its id if that is one, and no other codebook has it.
  std::string NewCodeGuid(const CodebookMaterial& codebook, const qualitative::Code& code) {
    const bool keeps = types::IsUuid(code.id) && code_ids_.insert(code.id).second;
    std::string guid = keeps ? code.id : UuidOf(absl::StrCat(codebook.guid, "/codes/", code.id));
    code_guids_[absl::StrCat(codebook.guid, "/", code.id)] = guid;
    return guid;
  }

  void AddCodebook(const CodebookMaterial& codebook) {
    refi::Set& set = project_.sets.emplace_back();
    set.guid = codebook.guid;
    set.name = codebook.title;
    set.description = std::string(kCodebookSet);
    set.notes = notes_of_[codebook.guid];
    // In the order of the codebook, so that the tree does not decide on guids.
    for (const qualitative::Code* const code : InOrder(codebook.codes)) {
      set.codes.push_back(NewCodeGuid(codebook, *code));
    }
    auto codes = RefiCodesOf(codebook.codes, [&](const qualitative::Code& code) {
      refi::Code made = ToRefiCode(code);
      const std::string key = absl::StrCat(codebook.guid, "/", code.id);
      made.guid = code_guids_.at(key);
      made.note_refs = notes_of_[key];
      for (size_t i = 0; i < code.examples.size(); ++i) {
        made.note_refs.push_back(UuidOf(absl::StrCat(made.guid, "/examples/", i)));
        AddNote(made.note_refs.back(), kExampleNote, code.examples[i]);
      }
      if (code.retired) {
        made.note_refs.push_back(UuidOf(absl::StrCat(made.guid, "/retired")));
        AddNote(made.note_refs.back(), kRetiredNote, "");
      }
      return made;
    });
    for (refi::Code& code : codes) project_.codes.push_back(std::move(code));
  }

  void AddCoding(const CodingMaterial& coding) {
    const auto code = code_guids_.find(absl::StrCat(coding.codebook_guid, "/", coding.code_id));
    if (code == code_guids_.end()) {
      return findings_.Warn(0, coding.guid, "The coding has a code that is gone; it was left out.");
    }
    refi::TextSelection selection;
    selection.guid = UuidOf(absl::StrCat("lotse/selections/", coding.guid));
    selection.span = coding.span;
    refi::Coding& made = selection.codings.emplace_back();
    made.guid = coding.guid;
    made.creating_user = UserOf(coding.coder);
    made.creation_time = ToDateTime(coding.create_time);
    made.code = code->second;
    made.note_refs = notes_of_[coding.guid];
    selections_[coding.text_guid].push_back(std::move(selection));
  }

  void AddText(const TextMaterial& material) {
    const v1alpha::StudyText& content = material.content;
    refi::Text& text = project_.texts.emplace_back();
    text.guid = material.guid;
    text.name = content.title();
    text.plain_text_path = absl::StrCat("internal://", material.guid, ".txt");
    text.authorship.creation_time = ToDateTime(material.create_time);
    text.text = content.content();
    AddTurns(material, &text);
    std::vector<refi::TextSelection>& laid = selections_[material.guid];
    std::sort(laid.begin(), laid.end(), [](const auto& a, const auto& b) {
      return std::tuple(a.span.begin, a.span.end, a.guid) <
             std::tuple(b.span.begin, b.span.end, b.guid);
    });
    for (refi::TextSelection& each : laid) text.selections.push_back(std::move(each));
    text.note_refs = notes_of_[material.guid];
    AddRecordings(content, &text);
    const std::string kind = v1alpha::StudyText::Kind_Name(content.kind());
    NamedValues values = {{std::string(kTextKind), kind.substr(kind.find('_') + 1)}};
    if (!content.language().empty()) values[std::string(kTextLanguage)] = content.language();
    text.values = ToValues(values);
    texts_of_[material.case_guid].push_back(material.guid);
  }

  void AddTurns(const TextMaterial& material, refi::Text* text) {
    for (const v1alpha::TextTurn& turn : material.content.turns()) {
      refi::TextSelection& selection = text->selections.emplace_back();
      selection.guid = UuidOf(absl::StrCat(material.guid, "/turns/", turn.range().begin()));
      selection.name = turn.speaker();
      selection.span = {turn.range().begin(), turn.range().end()};
      TurnTimes times;
      if (turn.has_start_offset()) times.start_ms = ToMs(turn.start_offset());
      if (turn.has_end_offset()) times.end_ms = ToMs(turn.end_offset());
      selection.description = ToTurn(times);
      turns_of_[{material.case_guid, turn.speaker()}].push_back(selection.guid);
    }
  }

  // A line each for place, media type, sum and length in milliseconds, if that is known.
  void AddRecordings(const v1alpha::StudyText& content, refi::Text* text) {
    for (int i = 0; i < content.media_size(); ++i) {
      const v1alpha::MediaReference& media = content.media(i);
      std::string lines =
          absl::StrCat(media.location(), "\n", media.media_type(), "\n", media.sha256());
      if (media.has_length()) absl::StrAppend(&lines, "\n", ToMs(media.length()));
      text->note_refs.push_back(UuidOf(absl::StrCat(text->guid, "/recordings/", i)));
      AddNote(text->note_refs.back(), kRecordingNote, std::move(lines));
    }
  }

  void AddCase(const CaseMaterial& material) {
    const v1alpha::StudyCase& content = material.content;
    refi::Case made;
    made.guid = material.guid;
    if (content.title().variants_size() > 0) made.name = content.title().variants(0).text();
    if (content.title().variants_size() > 1) {
      findings_.Warn(0, material.guid,
                     "Only the first wording of the title was written: a project has one.");
    }
    made.values = ToValues(ValuesOfCase(content));
    made.source_refs = texts_of_[material.guid];
    project_.cases.push_back(std::move(made));
    for (const auto& each : content.participants()) {
      AddPerson(material.guid, each.pseudonym(), ValuesOfParticipant(each));
    }
    for (const auto& each : content.staff()) {
      AddPerson(material.guid, each.pseudonym(), ValuesOfStaff(each));
    }
  }

  void AddPerson(const std::string& case_guid, const std::string& pseudonym,
                 const NamedValues& values) {
    refi::Case& person = project_.cases.emplace_back();
    person.guid = GuidOfPerson(case_guid, pseudonym);
    person.name = pseudonym;
    person.values = ToValues(values);
    person.selection_refs = turns_of_[{case_guid, pseudonym}];
    project_.links.push_back({UuidOf(absl::StrCat(person.guid, "/link")),
                              std::string(kPersonLink),
                              "OneWay",
                              "",
                              person.guid,
                              case_guid,
                              {}});
  }

  std::vector<refi::VariableValue> ToValues(const NamedValues& values) {
    std::vector<refi::VariableValue> made;
    for (const auto& [name, value] : values) {
      used_.insert(name);
      made.push_back({GuidOfVariable(name), true, TypeOf(name), value});
    }
    return made;
  }

  static VariableType TypeOf(absl::string_view name) {
    for (const ProjectWord& word : ProjectWords()) {
      if (word.name == name) return word.type;
    }
    return VariableType::kText;
  }

  void AddVariables() {
    for (const ProjectWord& word : ProjectWords()) {
      if (used_.erase(std::string(word.name)) == 0) continue;
      project_.variables.push_back({GuidOfVariable(word.name), std::string(word.name), word.type,
                                    std::string(word.meaning)});
    }
    for (const std::string& attribute : used_) {
      project_.variables.push_back({GuidOfVariable(attribute), attribute, VariableType::kText, ""});
    }
  }

  const StudyMaterial& material_;
  FindingList& findings_;
  refi::Project project_;
  std::set<std::string> coders_;
  std::set<std::string> used_;  // Names of variables.
  absl::flat_hash_set<std::string> code_ids_;
  CodeGuids code_guids_;
  // By the guid of what they are on, of codes as code_guids_.
  absl::flat_hash_map<std::string, std::vector<std::string>> notes_of_;
  absl::flat_hash_map<std::string, std::vector<refi::TextSelection>> selections_;  // By text.
  absl::flat_hash_map<std::string, std::vector<std::string>> texts_of_;            // By case.
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> turns_of_;
};

}  // namespace

refi::Project MakeProject(const StudyMaterial& material, FindingList* findings) {
  return ProjectMaker(material, findings).Make();
}

}  // namespace lotse::survey::projects
