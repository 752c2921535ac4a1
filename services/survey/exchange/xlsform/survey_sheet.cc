#include "services/survey/exchange/xlsform/survey_sheet.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/appearance.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/xlsform/choices.h"
#include "services/survey/exchange/xlsform/or_other.h"
#include "services/survey/exchange/xlsform/question_columns.h"

namespace lotse::survey {
namespace {

using Questions = google::protobuf::RepeatedPtrField<v1alpha::Question>;
using Role = FormType::Role;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Question;

class SectionBuilder {
 public:
  SectionBuilder(FormContext* context, Instrument* instrument)
      : context_(*context), instrument_(*instrument) {}

  void Build(const std::vector<OutlineRow>& rows) {
    for (const OutlineRow& row : rows) {
      switch (row.type.role) {
        case Role::kBeginGroup:
        case Role::kBeginRepeat:
          Begin(row);
          break;
        case Role::kEndGroup:
        case Role::kEndRepeat:
          End();
          break;
        case Role::kExternalList:
          AddFileList(row.code, absl::StrCat(row.code, ".", row.type.list),
                      row.row->At(Column::kName), &context_, &instrument_);
          break;
        default:
          AddQuestion(row);
      }
    }
    AddOtherOptions(with_other_, context_.default_tag(), &instrument_);
    SortFileLists();
    if (instrument_.sections_size() > kMaxSections) {
      context_.findings().Fail(
          rows.back().row->At(Column::kType), "",
          absl::StrCat("More than ", kMaxSections, " groups at the top; put several into one."));
    }
  }

 private:
  // What is open: its questions, and the row it began with.
  struct Open {
    Questions* questions;
    const OutlineRow* row;
  };

  // Where a question at the present place goes.
  Questions* Here() {
    if (!open_.empty()) return open_.back().questions;
    if (!loose_) instrument_.add_sections();
    loose_ = true;
    return LastSection()->mutable_questions();
  }

  InstrumentSection* LastSection() {
    return instrument_.mutable_sections(instrument_.sections_size() - 1);
  }

  void Begin(const OutlineRow& row) {
    if (open_.empty()) {
      loose_ = false;
      InstrumentSection* section = instrument_.add_sections();
      if (row.type.role == Role::kBeginGroup && !IsTable(row)) {
        ReadSection(row, &context_, section);
        if (section->title().variants().empty()) section->clear_title();
        open_.push_back({section->mutable_questions(), &row});
        return;
      }
      open_.push_back({BeginQuestion(row, section->mutable_questions()), &row});
      return;
    }
    open_.push_back({BeginQuestion(row, open_.back().questions), &row});
  }

  // A table is drawn as one only where it is a group, also at the top.
  static bool IsTable(const OutlineRow& row) {
    return HasAppearance(row.row->Value(Column::kAppearance), kTableAppearance);
  }

  Questions* BeginQuestion(const OutlineRow& row, Questions* into) {
    Question* question = into->Add();
    ReadQuestion(row, &context_, &instrument_, question);
    return question->mutable_questions();
  }

  void End() {
    const Open ended = open_.back();
    open_.pop_back();
    if (!ended.questions->empty()) return;
    context_.findings().Warn(ended.row->row->At(Column::kType), ended.row->code,
                             "Nothing is in it; left out.");
    if (open_.empty()) {
      instrument_.mutable_sections()->RemoveLast();
    } else {
      open_.back().questions->RemoveLast();
    }
  }

  // Where a file is first named makes no difference: lists in files come last, by their codes.
  void SortFileLists() {
    auto* lists = instrument_.mutable_option_lists();
    const auto files =
        std::stable_partition(lists->pointer_begin(), lists->pointer_end(),
                              [](const v1alpha::OptionList* list) { return list->file().empty(); });
    std::sort(files, lists->pointer_end(),
              [](const auto* a, const auto* b) { return a->code() < b->code(); });
  }

  void AddQuestion(const OutlineRow& row) {
    Questions* here = Here();
    Question* question = here->Add();
    ReadQuestion(row, &context_, &instrument_, question);
    if (row.other_code.empty()) return;
    with_other_.push_back(question);
    *here->Add() = OtherText(*question, row.other_code, context_.default_tag());
  }

  FormContext& context_;
  Instrument& instrument_;
  std::vector<Open> open_;
  std::vector<Question*> with_other_;
  bool loose_ = false;  // The last section is one of questions outside of a group.
};

}  // namespace

void BuildSections(const std::vector<OutlineRow>& rows, FormContext* context,
                   Instrument* instrument) {
  SectionBuilder(context, instrument).Build(rows);
}

}  // namespace lotse::survey
