#include "services/survey/exchange/projects/read_project.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/survey/exchange/codebooks/code_ids.h"
#include "services/survey/exchange/projects/foreign_reader.h"
#include "services/survey/exchange/projects/project_codes.h"
#include "services/survey/exchange/projects/project_people.h"
#include "services/survey/exchange/projects/project_places.h"
#include "services/survey/exchange/projects/project_size.h"
#include "services/survey/exchange/projects/project_words.h"
#include "services/survey/qualitative/text/indexed_text.h"

namespace lotse::survey::projects {
namespace {

using qualitative::ForeignPlace;
using qualitative::IndexedText;
using qualitative::TextSpan;
using v1alpha::StudyText;

// Names of notes of ours begin so, but for kMemoNote.
constexpr absl::string_view kOwnPrefix = "lotse.";

void SetMs(int64_t ms, google::protobuf::Duration* time) {
  time->set_seconds(ms / 1000);
  time->set_nanos(static_cast<int32_t>(ms % 1000) * 1'000'000);
}

// Adds a recording; false if the note is of none.
bool AddRecording(absl::string_view note, StudyText* text) {
  const std::vector<std::string> lines = absl::StrSplit(note, '\n');
  int64_t ms = 0;
  if (lines.size() < 3 || lines.size() > 4) return false;
  if (lines.size() == 4 && (!absl::SimpleAtoi(lines[3], &ms) || ms < 0)) return false;
  v1alpha::MediaReference& media = *text->add_media();
  media.set_location(lines[0]);
  media.set_media_type(lines[1]);
  media.set_sha256(lines[2]);
  if (lines.size() == 4) SetMs(ms, media.mutable_length());
  return true;
}

// What a memo of a note says: other programs give notes a title, which a memo has none of. Names
// of ours are no titles.
std::string ContentOf(const refi::Text& note) {
  const bool is_ours = note.name == kMemoNote || absl::StartsWith(note.name, kOwnPrefix);
  if (note.name.empty() || is_ours) return note.text;
  return note.text.empty() ? note.name : absl::StrCat(note.name, "\n\n", note.text);
}

class MaterialReader {
 public:
  MaterialReader(const refi::Project& project, const ProjectChoices& choices, FindingList* findings)
      : project_(project),
        choices_(choices),
        findings_(*findings),
        coders_(project, choices, findings),
        values_(project, choices.study),
        cases_(project, values_, choices, findings),
        notes_(project),
        codes_(project, choices, &notes_, findings),
        places_(project, choices, cases_, findings) {}

  StudyMaterial Read() {
    material_.title = project_.name;
    for (const refi::Text& text : project_.texts) ReadText(text);
    for (const ProjectCodes::Noted& each : codes_.noted()) AddMemo(each.note_guid, each.subject);
    for (const refi::Link& link : project_.links) ReadLink(link);
    for (const std::string& note : project_.note_refs) AddMemo(note, {});
    // What nothing refers to is a note on the whole.
    for (const refi::Text& note : project_.notes) AddMemo(note.guid, {});
    ReadForeignParts();
    WarnOfRest();
    material_.codebooks = std::move(codes_).Take();
    material_.cases = std::move(places_).TakeMade();
    for (CaseMaterial& each : std::move(cases_).Take()) {
      material_.cases.push_back(std::move(each));
    }
    return std::move(material_);
  }

 private:
  int64_t TimeOf(const std::string& text) { return FromDateTime(text).value_or(0); }

  void ReadText(const refi::Text& text) {
    if (!text.has_text) {
      return FailOfWhole(text.guid,
                         "The text is not in the archive; put it there, or leave the source out.",
                         &findings_);
    }
    TextMaterial& made = material_.texts.emplace_back();
    made.guid = StoredIdOf(text.guid);
    known_[text.guid] = {ForeignPlace::Kind::kText, made.guid};
    made.case_guid = places_.CaseOf(text);
    made.create_time = TimeOf(text.authorship.creation_time);
    const NamedValues values = values_.Of(text.values);
    SetTitle(text, values, &made.content);
    made.content.set_content(text.text);
    SetKind(values, &made.content);
    std::vector<std::string> notes = text.note_refs;
    for (const refi::Text* const note : notes_.TakeNamed(kRecordingNote, &notes)) {
      if (!AddRecording(note->text, &made.content)) {
        WarnAt(note->guid, "The note is of no recording; it was left out.", &findings_);
      }
    }
    for (const std::string& note : notes) AddMemo(note, {MemoSubject::Kind::kText, made.guid, ""});
    ReadSelections(text, &made);
    if (!text.description.empty()) WarnAt(text.guid, "The description was left out.", &findings_);
    // Without any plain text it is told where it is read.
    if (!text.rich_text_path.empty() && !text.text.empty()) {
      WarnAt(text.guid, "The text with its form was left out; the plain text was taken.",
             &findings_);
    }
  }

  // Sources of other programs are called as files are, and these name people; what ExportStudy
  // wrote has its title as name.
  void SetTitle(const refi::Text& text, const NamedValues& values, StudyText* content) {
    if (!text.name.empty() && values.contains(std::string(kTextKind))) {
      content->set_title(text.name);
      return;
    }
    content->set_title(absl::StrCat("Text ", material_.texts.size()));
    if (text.name.empty()) return;
    WarnAt(text.guid,
           "The name of the source was left out, as names of files name people; the title is its "
           "number in the file.",
           &findings_);
  }

  void SetKind(const NamedValues& values, StudyText* content) {
    const auto kind = values.find(std::string(kTextKind));
    const auto language = values.find(std::string(kTextLanguage));
    StudyText::Kind known = choices_.head.text_kind();
    if (kind != values.end()) {
      StudyText::Kind_Parse(absl::StrCat("KIND_", kind->second), &known);
    }
    content->set_kind(known);
    content->set_language(language != values.end() ? language->second : choices_.head.language());
  }

  void ReadSelections(const refi::Text& text, TextMaterial* made) {
    const auto indexed = IndexedText::Make(text.text);
    // What is wrong with it is told with the text.
    if (!indexed.ok()) return;
    for (const refi::TextSelection& selection : text.selections) {
      const auto turn = FromTurn(selection.description);
      if (turn.has_value()) {
        AddTurn(selection, *turn, made);
      } else if (!selection.description.empty()) {
        WarnAt(selection.guid, "The description was left out.", &findings_);
      }
      const TextSpan span = WholeSigns(selection, *indexed);
      known_[selection.guid] = {ForeignPlace::Kind::kPart, made->guid, "", span};
      for (const refi::Coding& coding : selection.codings) AddCoding(coding, span, *made);
      for (const std::string& note : selection.note_refs) {
        AddMemo(note, {MemoSubject::Kind::kText, made->guid, ""}, span);
      }
    }
    for (const refi::Coding& coding : text.codings) AddCoding(coding, {0, indexed->size()}, *made);
    LeaveOutEmpty(text);
    auto& turns = *made->content.mutable_turns();
    std::sort(turns.begin(), turns.end(),
              [](const auto& a, const auto& b) { return a.range().begin() < b.range().begin(); });
  }

  void LeaveOutEmpty(const refi::Text& text) {
    for (const refi::TextSelection& empty : text.empty_selections) {
      WarnOfWhole(empty.guid, "A selection without a character was left out.", &findings_);
    }
  }

  void AddTurn(const refi::TextSelection& selection, const TurnTimes& times, TextMaterial* made) {
    v1alpha::TextTurn& turn = *made->content.add_turns();
    turn.mutable_range()->set_begin(selection.span.begin);
    turn.mutable_range()->set_end(selection.span.end);
    turn.set_speaker(selection.name);
    if (times.start_ms >= 0) SetMs(times.start_ms, turn.mutable_start_offset());
    if (times.end_ms >= 0) SetMs(times.end_ms, turn.mutable_end_offset());
  }

  // A selection that cuts nothing of what a reader sees as one sign.
  TextSpan WholeSigns(const refi::TextSelection& selection, const IndexedText& text) {
    const TextSpan whole = {text.BoundaryBefore(selection.span.begin),
                            text.BoundaryBehind(selection.span.end)};
    if (!(whole == selection.span)) {
      WarnAt(selection.guid, "The selection cut a sign of several code points; it has all of it.",
             &findings_);
    }
    return whole;
  }

  void AddCoding(const refi::Coding& coding, TextSpan span, const TextMaterial& text) {
    const auto coder = coders_.Find(coding.creating_user);
    const auto place = codes_.Use(coding.code);
    if (!coder.has_value() || !place.has_value()) return;
    CodingMaterial made;
    made.guid = StoredIdOf(coding.guid);
    made.text_guid = text.guid;
    made.span = span;
    made.codebook_guid = place->codebook_guid;
    made.code_id = place->code_id;
    made.coder = *coder;
    made.create_time = TimeOf(coding.creation_time);
    const auto [same, is_new] =
        codings_.try_emplace({text.guid, span.begin, span.end, coding.code, *coder}, made.guid);
    if (!is_new) {
      WarnAt(coding.guid, "The same part has this code by this coder already; one stays.",
             &findings_);
    }
    known_[coding.guid] = {ForeignPlace::Kind::kCoding, same->second};
    for (const std::string& note : coding.note_refs) {
      AddMemo(note, {MemoSubject::Kind::kCoding, same->second, ""});
    }
    if (is_new) material_.codings.push_back(std::move(made));
  }

  // Makes a memo of a note that nobody took.
  void AddMemo(const std::string& note_guid, const MemoSubject& subject,
               std::optional<TextSpan> span = std::nullopt) {
    const refi::Text* const note = notes_.Take(note_guid);
    if (note == nullptr) return;
    if (!note->has_text) {
      return WarnOfWhole(note_guid, "The note was left out: its text is not in the archive.",
                         &findings_);
    }
    std::string content = ContentOf(*note);
    if (content.empty()) {
      return WarnOfWhole(note_guid, "A note without a word was left out.", &findings_);
    }
    WarnOfRest(*note);
    LeaveOutEmpty(*note);
    const auto coder = coders_.Find(note->authorship.creating_user);
    if (!coder.has_value()) return;
    MemoMaterial& made = material_.memos.emplace_back();
    made.guid = StoredIdOf(note_guid);
    known_[note_guid] = {ForeignPlace::Kind::kMemo, made.guid};
    made.subject = subject;
    made.span = span;
    made.coder = *coder;
    made.content = std::move(content);
    made.create_time = TimeOf(note->authorship.creation_time);
    const auto changed = FromDateTime(note->authorship.modified_time);
    made.update_time = changed.value_or(made.create_time);
  }

  // What a memo has no place for.
  void WarnOfRest(const refi::Text& note) {
    if (!note.selections.empty() || !note.codings.empty()) {
      WarnAt(note.guid, "Codings of a note were left out: texts are coded.", &findings_);
    }
    if (!note.description.empty() || !note.rich_text_path.empty()) {
      WarnAt(note.guid,
             "Description and form of the note were left out; its title and its plain text were "
             "taken.",
             &findings_);
    }
    if (!note.note_refs.empty()) {
      WarnAt(note.guid, "Notes on the note are on the study, unless something else has them.",
             &findings_);
    }
  }

  void ReadLink(const refi::Link& link) {
    if (link.name == kPersonLink && cases_.Has(link.target)) return;
    if (link.name == kMemoLink && cases_.Has(link.origin)) {
      return AddMemo(link.target, {MemoSubject::Kind::kCase, link.origin, ""});
    }
    foreign_links_.push_back(&link);
  }

  // Sets, links, variables and cases of another program.
  void ReadForeignParts() {
    std::vector<const refi::Set*> sets;
    for (const refi::Set& set : project_.sets) {
      if (!codes_.IsCodebook(set.guid)) sets.push_back(&set);
    }
    if (choices_.head.leave_out_foreign()) return WarnOfForeign(sets);
    for (const refi::Set& set : project_.sets) {
      if (codes_.IsCodebook(set.guid)) {
        known_[set.guid] = {ForeignPlace::Kind::kCodebook, set.guid};
      }
    }
    known_.insert(cases_.known().begin(), cases_.known().end());
    KnownPlaces codes;
    for (const auto& [guid, place] : codes_.AllPlaces()) {
      codes[guid] = {ForeignPlace::Kind::kCode, place.codebook_guid, place.code_id};
    }
    material_.foreign = ReadForeign({project_, values_, coders_.OfImport(), known_, codes,
                                     std::move(sets), foreign_links_, cases_.foreign()},
                                    &findings_);
  }

  void WarnOfForeign(const std::vector<const refi::Set*>& sets) {
    constexpr absl::string_view kAsAsked = "It was left out, as the call asks for.";
    for (const refi::Set* const set : sets) WarnOfWhole(set->guid, kAsAsked, &findings_);
    for (const refi::Link* const link : foreign_links_) {
      WarnOfWhole(link->guid, kAsAsked, &findings_);
    }
    for (const refi::Case* const one : cases_.foreign()) {
      WarnOfWhole(one->guid, kAsAsked, &findings_);
    }
    for (const refi::Variable& variable : project_.variables) {
      if (!values_.Has(variable.guid)) WarnOfWhole(variable.guid, kAsAsked, &findings_);
    }
  }

  void WarnOfRest() {
    for (const refi::MediaSource& media : project_.media) {
      WarnOfWhole(media.guid, "The source is no text; it was left out with what lies on it.",
                  &findings_);
    }
    for (const refi::Graph& graph : project_.graphs) {
      WarnOfWhole(graph.guid, "The drawing was left out.", &findings_);
    }
    if (!project_.files.empty()) {
      WarnAt("",
             absl::StrCat(project_.files.size(),
                          " files of the archive were left out: they are no plain texts."),
             &findings_);
    }
    if (project_.origin != kOrigin) {
      findings_.Note(0, "",
                     "Name and description of the project, and names of selections, were "
                     "left out; the study has its own.");
    }
  }

  const refi::Project& project_;
  const ProjectChoices& choices_;
  FindingList& findings_;
  ProjectCoders coders_;
  const ProjectValues values_;
  ProjectCases cases_;
  ProjectNotes notes_;
  ProjectCodes codes_;
  ProjectPlaces places_;
  StudyMaterial material_;
  KnownPlaces known_;
  std::vector<const refi::Link*> foreign_links_;
  // The first of those that are the same; by text, begin, end, code and coder.
  std::map<std::tuple<std::string, int64_t, int64_t, std::string, std::string>, std::string>
      codings_;
};

}  // namespace

StudyMaterial ReadMaterial(const refi::Project& project, const ProjectChoices& choices,
                           FindingList* findings) {
  if (!FitsLimits(project, findings)) return {};
  StudyMaterial material = MaterialReader(project, choices, findings).Read();
  if (material.cases.size() > kMaxMadeCases) {
    FailAt("",
           absl::StrCat("The file makes more than ", kMaxMadeCases, " cases; give several files."),
           findings);
  }
  return material;
}

}  // namespace lotse::survey::projects
