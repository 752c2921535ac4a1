#include "services/survey/app/redacted_elsewhere.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "runtime/resource/tx.h"
#include "runtime/rpc/error.h"
#include "services/survey/app/codebook_content.h"
#include "services/survey/app/study_foreign.h"
#include "services/survey/exchange/refi/project.h"
#include "services/survey/qualitative/foreign/foreign_rules.h"
#include "services/survey/qualitative/material/codebook_rows.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/material/foreign_rows.h"
#include "services/survey/qualitative/material/text_rows.h"
#include "services/survey/qualitative/rules/memo_rules.h"
#include "services/survey/qualitative/rules/study_place.h"
#include "services/survey/qualitative/rules/text_rules.h"
#include "services/survey/qualitative/text/text_edit.h"

namespace lotse::survey {
namespace {

using qualitative::FoundWords;
using qualitative::IndexedText;
using qualitative::StudyPlace;
using v1alpha::ImportFinding;

// Places that are told of, and memos that are read at a time.
constexpr int kMaxToldElsewhere = 1000;
constexpr int kMemoBatch = 1000;

absl::Status WrongRedaction(const std::string& what) {
  return rpc::InvalidFields({{"replacements", what}});
}

// Goes through what stands beside the texts of one study.
class ElsewhereRedactor {
 public:
  ElsewhereRedactor(sql::Connection* connection, const StudyReach& reach,
                    const RedactionElsewhere& redaction, v1alpha::StudyTextResult* result)
      : connection_(*connection), reach_(reach), redaction_(redaction), result_(*result) {}

  absl::Status Run() {
    if (absl::Status s = GoThroughTitles(); !s.ok()) return s;
    if (absl::Status s = GoThroughMemos(); !s.ok()) return s;
    if (absl::Status s = GoThroughForeign(); !s.ok()) return s;
    if (absl::Status s = GoThroughCodebooks(); !s.ok()) return s;
    if (seen_ > 0) {
      Warn(
          absl::StrCat("Words of what was redacted, or words that begin as it does, stand beside "
                       "the text at ",
                       seen_,
                       " places, in titles, memos, codebooks or what came of other "
                       "programs; look at each."));
    }
    if (unseen_ > 0) {
      Warn(absl::StrCat("They stand at ", unseen_,
                        " more places in titles, memos or what came of other programs that you do "
                        "not see; redact with "
                        "`elsewhere`, or ask somebody who sees them."));
    }
    if (former_ > 0) {
      Warn(absl::StrCat("They stand at ", former_,
                        " more places in what codebooks were before; redact with `elsewhere`."));
    }
    if (const int kept = TellInStore(); kept > 0) {
      Warn(absl::StrCat(
          "Words of what was redacted, or words that begin as it does, stand at ", kept,
          " places in titles and documents of cases or in releases of material, where "
          "nothing is redacted: change cases and drafts, and withdraw what was "
          "released. What quotes said before goes with ErasePersonalFields, and what "
          "titles were before stays in the change log."));
    }
    TellInTexts();
    return absl::OkStatus();
  }

 private:
  absl::Status GoThroughTitles() {
    for (const auto& each : qualitative::Titles(connection_)) {
      const std::string name =
          qualitative::NameOf(reach_.name(), {StudyPlace::Kind::kText, each.case_id, each.text_id});
      auto title = Take(name, "title", each.title, qualitative::kMaxStudyTextTitleBytes,
                        reach_.Reaches(each.case_id));
      if (!title.ok()) return title.status();
      if (*title != each.title) qualitative::Retitle(connection_, each.text_id, *title);
    }
    return absl::OkStatus();
  }

  absl::Status GoThroughMemos() {
    qualitative::MemoRange range;
    range.most = kMemoBatch;
    range.most_bytes = resource::Tx::kMaxPageBytes;
    while (true) {
      const qualitative::MemoPage page = qualitative::MemosBehind(connection_, range);
      for (const auto& memo : page.memos) {
        if (absl::Status s = GoThroughMemo(memo); !s.ok()) return s;
      }
      if (!page.more) return absl::OkStatus();
      range.memo_id = page.memos.back().memo_id;
    }
  }

  absl::Status GoThroughMemo(const qualitative::StoredMemo& memo) {
    const bool shown = reach_.Sees(memo.coder) && reach_.Reaches(memo.case_id);
    auto content = Take(absl::StrCat(reach_.name(), "/memos/", memo.memo_id), "content",
                        memo.content, qualitative::kMaxMemoBytes, shown);
    if (!content.ok()) return content.status();
    if (*content == memo.content) return absl::OkStatus();
    return qualitative::ChangeMemo(connection_, memo.memo_id, memo.coder, *content,
                                   absl::ToUnixMicros(redaction_.now));
  }

  absl::Status GoThroughForeign() {
    std::vector<qualitative::ForeignThing> things = qualitative::AllForeign(connection_);
    std::vector<qualitative::ForeignThing> reached = things;
    qualitative::LeaveOut(
        [this](const qualitative::ForeignTie& tie) { return reach_.Reaches(tie.case_id); },
        &reached);
    absl::flat_hash_map<std::string, size_t> ties;  // In reach of the caller, by key.
    for (const qualitative::ForeignThing& thing : reached) ties[KeyOf(thing)] = thing.ties.size();
    for (qualitative::ForeignThing& thing : things) {
      const auto found = ties.find(KeyOf(thing));
      const bool shown = SeesForeign(reach_, thing.coder) && found != ties.end() &&
                         found->second == thing.ties.size();
      if (absl::Status s = GoThroughThing(std::move(thing), shown); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  // A value of another type than text is told of only: a label would be none.
  absl::Status GoThroughThing(qualitative::ForeignThing thing, bool shown) {
    const std::string path = absl::StrCat("foreign[", thing.guid, "].");
    bool changed = false;
    const auto take = [&](const std::string& field, std::string* words) -> absl::Status {
      if (words->empty()) return absl::OkStatus();
      auto taken = Take(reach_.name(), path + field, *words, qualitative::kMaxForeignBytes, shown);
      if (!taken.ok()) return taken.status();
      changed |= *taken != *words;
      *words = *std::move(taken);
      return absl::OkStatus();
    };
    absl::Status done = take("name", &thing.name);
    if (done.ok()) done = take("description", &thing.description);
    for (qualitative::ForeignTie& tie : thing.ties) {
      if (!done.ok()) return done;
      if (tie.value.empty()) continue;
      const bool is_text = tie.type == static_cast<int>(refi::VariableType::kText);
      done = is_text ? take("value", &tie.value) : LookAtValue(path, tie.value, shown);
    }
    if (done.ok() && changed) qualitative::PutForeign(connection_, std::move(thing));
    return done;
  }

  absl::Status LookAtValue(const std::string& path, const std::string& value, bool shown) {
    const auto text = IndexedText::Make(value);
    if (!text.ok()) return Damaged();
    return Tell(reach_.name(), path + "value", *text, shown);
  }

  // Codebooks as they are now are told of only: their codes are read and cited elsewhere, and a
  // code that is called as somebody is need not be about them. What they were before nobody can
  // revise.
  absl::Status GoThroughCodebooks() {
    for (const auto& each : qualitative::AllCodebooks(connection_)) {
      const auto codebook = ParseCodebook(each.codebook);
      if (!codebook.ok()) return codebook.status();
      const std::string name = CodebookName(reach_.name(), each.codebook_id);
      if (absl::Status s = Look(name, "title", codebook->title()); !s.ok()) return s;
      for (const v1alpha::StudyCode& code : codebook->codes()) {
        const std::string code_name = absl::StrCat(name, "/codes/", code.name());
        if (absl::Status s = LookAtCode(code_name, code); !s.ok()) return s;
      }
      if (absl::Status s = GoThroughSteps(each.codebook_id); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  // Earlier revisions are made of what is kept of each step.
  absl::Status GoThroughSteps(const std::string& codebook_id) {
    const auto steps = qualitative::ChangesBehind(connection_, codebook_id, /*revision=*/0,
                                                  std::numeric_limits<int>::max());
    for (const qualitative::StoredCodebookChange& kept : steps) {
      auto step = ParseChange(kept.change);
      if (!step.ok()) return step.status();
      bool changed = false;
      v1alpha::CodebookChange* const change = step->mutable_change();
      absl::Status taken = TakeFormer(change->mutable_reason(), &changed);
      if (taken.ok() && change->has_before()) {
        taken = TakeFormerCode(change->mutable_before(), &changed);
      }
      for (v1alpha::StudyCode& code : *step->mutable_before()) {
        if (taken.ok()) taken = TakeFormerCode(&code, &changed);
      }
      if (taken.ok() && changed) {
        taken = qualitative::EraseInCodebookChange(
            connection_, codebook_id, kept.revision,
            [&](absl::string_view) { return step->SerializeAsString(); });
      }
      if (!taken.ok()) return taken;
    }
    return absl::OkStatus();
  }

  absl::Status TakeFormerCode(v1alpha::StudyCode* code, bool* changed) {
    absl::Status taken = TakeFormer(code->mutable_label(), changed);
    if (taken.ok()) taken = TakeFormer(code->mutable_definition(), changed);
    for (std::string& example : *code->mutable_examples()) {
      if (taken.ok()) taken = TakeFormer(&example, changed);
    }
    return taken;
  }

  // Redacts what is kept of something that is another one now, or counts where words stand in it.
  absl::Status TakeFormer(std::string* words, bool* changed) {
    const auto text = IndexedText::Make(*words);
    if (!text.ok()) return Damaged();
    if (!redaction_.replaces) {
      const auto found = redaction_.wordings.FindIn(*text);
      if (!found.ok()) return WrongRedaction(std::string(found.status().message()));
      former_ += static_cast<int>(found->size());
      return absl::OkStatus();
    }
    const auto redacted = Replace(*text, std::numeric_limits<size_t>::max());
    if (!redacted.ok()) return redacted.status();
    if (redacted->utf8() == *words) return absl::OkStatus();
    *words = redacted->utf8();
    *changed = true;
    return absl::OkStatus();
  }

  absl::Status LookAtCode(const std::string& name, const v1alpha::StudyCode& code) {
    if (absl::Status s = Look(name, "label", code.label()); !s.ok()) return s;
    if (absl::Status s = Look(name, "definition", code.definition()); !s.ok()) return s;
    for (int i = 0; i < code.examples_size(); ++i) {
      const std::string field = absl::StrCat("examples[", i, "]");
      if (absl::Status s = Look(name, field, code.examples(i)); !s.ok()) return s;
    }
    return absl::OkStatus();
  }

  absl::Status Look(const std::string& name, const std::string& field, const std::string& words) {
    const auto text = IndexedText::Make(words);
    if (!text.ok()) return Damaged();
    return Tell(name, field, *text, /*shown=*/true);
  }

  // Redacts one field if that is wanted, and tells what stands in it then; the field.
  absl::StatusOr<std::string> Take(const std::string& name, const std::string& field,
                                   const std::string& words, size_t most_bytes, bool shown) {
    auto text = IndexedText::Make(words);
    if (!text.ok()) return Damaged();
    if (redaction_.replaces) {
      auto redacted = Replace(*text, most_bytes);
      if (!redacted.ok()) return redacted.status();
      text = *std::move(redacted);
    }
    if (absl::Status s = Tell(name, field, *text, shown); !s.ok()) return s;
    return text->utf8();
  }

  absl::StatusOr<IndexedText> Replace(const IndexedText& text, size_t most_bytes) {
    const auto found = redaction_.wordings.FindIn(text);
    if (!found.ok()) return WrongRedaction(std::string(found.status().message()));
    std::vector<qualitative::Replacement> replacements;
    for (const FoundWords& words : *found) {
      replacements.push_back({words.span, redaction_.labels[words.term]});
    }
    const auto edit = qualitative::TextEdit::Make(text, std::move(replacements),
                                                  qualitative::TextEdit::Ends::kWhole);
    if (!edit.ok()) return WrongRedaction(std::string(edit.status().message()));
    auto redacted = edit->Apply(text);
    if (!redacted.ok()) return WrongRedaction(std::string(redacted.status().message()));
    if (redacted->utf8().size() > most_bytes) {
      return WrongRedaction(
          "a title or a memo of the study would become too long with the labels in it; give "
          "shorter ones");
    }
    return redacted;
  }

  absl::Status Tell(const std::string& name, const std::string& field, const IndexedText& text,
                    bool shown) {
    const auto found = redaction_.wordings.FindIn(text);
    if (!found.ok()) return WrongRedaction(std::string(found.status().message()));
    (shown ? seen_ : unseen_) += static_cast<int>(found->size());
    if (shown) TellPlaces(name, field, *found);
    return absl::OkStatus();
  }

  // How many places there are, of which those are told that the caller may know of.
  int TellInStore() {
    int places = 0;
    for (const FoundInStore& found : redaction_.in_store) {
      places += static_cast<int>(found.words.size());
      if (found.shown) TellPlaces(found.resource, found.field, found.words);
    }
    return places;
  }

  // Of another text the first place: it is redacted by itself.
  void TellInTexts() {
    int texts = 0;
    for (const FoundInText& each : redaction_.in_texts.found) {
      if (!reach_.Reaches(each.case_id)) continue;  // It became restricted since.
      const StudyPlace text = {StudyPlace::Kind::kText, each.case_id, each.text_id};
      TellPlaces(qualitative::NameOf(reach_.name(), text), "content", {each.first});
      ++texts;
    }
    if (texts > 0) {
      Warn(
          absl::StrCat("Words of what was redacted, or words that begin as it does, stand in other "
                       "texts of the study: ",
                       texts, "; redact them there too."));
    }
    if (redaction_.in_texts.not_searched > 0) {
      Warn(
          absl::StrCat("Texts of the study that were not looked through, since all of them are "
                       "too large for that or these cannot be searched: ",
                       redaction_.in_texts.not_searched, "; look for the words with FindKeyword."));
    }
  }

  void TellPlaces(const std::string& name, const std::string& field,
                  const std::vector<FoundWords>& found) {
    for (const FoundWords& words : found) {
      if (result_.left_elsewhere_size() >= kMaxToldElsewhere) break;
      v1alpha::LeftElsewhere* const told = result_.add_left_elsewhere();
      told->set_resource(name);
      told->set_field(field);
      told->mutable_range()->set_begin(words.span.begin);
      told->mutable_range()->set_end(words.span.end);
      told->set_replacement(static_cast<int32_t>(words.term));
      told->set_whole(words.is_whole);
    }
  }

  void Warn(std::string message) {
    ImportFinding* const finding = result_.add_findings();
    finding->set_severity(ImportFinding::SEVERITY_WARNING);
    finding->set_message(std::move(message));
  }

  static absl::Status Damaged() {
    return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                      "a title, memo or codebook of this study cannot be read; it has to be "
                      "restored from a backup");
  }

  sql::Connection& connection_;
  const StudyReach& reach_;
  const RedactionElsewhere& redaction_;
  v1alpha::StudyTextResult& result_;
  int seen_ = 0;
  int unseen_ = 0;
  int former_ = 0;  // In what codebooks were before.
};

}  // namespace

absl::Status RedactElsewhere(sql::Connection& connection, const StudyReach& reach,
                             const RedactionElsewhere& redaction,
                             v1alpha::StudyTextResult* result) {
  return ElsewhereRedactor(&connection, reach, redaction, result).Run();
}

}  // namespace lotse::survey
