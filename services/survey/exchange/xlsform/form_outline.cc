#include "services/survey/exchange/xlsform/form_outline.h"

#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/nearest.h"
#include "services/survey/engine/instrument_rules.h"
#include "services/survey/exchange/xlsform/cell_words.h"

namespace lotse::survey {
namespace {

using Role = FormType::Role;
using v1alpha::Question;

constexpr std::size_t kMaxDepth = 12;  // Source: instrument.proto.

bool Begins(Role role) { return role == Role::kBeginGroup || role == Role::kBeginRepeat; }
bool Ends(Role role) { return role == Role::kEndGroup || role == Role::kEndRepeat; }
absl::string_view WordFor(bool repeat) { return repeat ? "repeat" : "group"; }

class OutlineReader {
 public:
  explicit OutlineReader(FormContext* context) : context_(*context) {}

  std::vector<OutlineRow> Read(const FormSheet& survey) {
    for (const FormRow& row : survey.rows()) {
      if (TruthOf(row.Value(Column::kDisabled)).value_or(false)) {
        Findings().Note(row.At(Column::kDisabled), Name(row), "The row is disabled; left out.");
        continue;
      }
      if (!Add(row)) break;
    }
    while (!open_.empty()) {
      const OutlineRow& begin = rows_[open_.back()];
      const bool repeat = begin.type.role == Role::kBeginRepeat;
      Findings().Fail(begin.row->At(Column::kType), begin.code,
                      absl::StrCat("This ", WordFor(repeat), " is never ended; add a row `end_",
                                   WordFor(repeat), "`."));
      Close(*begin.row);
    }
    return std::move(rows_);
  }

 private:
  FindingList& Findings() { return context_.findings(); }

  // The name of a row, or what stands for it.
  static absl::string_view Name(const FormRow& row) {
    return row.Has(Column::kName) ? row.Value(Column::kName) : row.Value(Column::kAutoName);
  }

  // False if there are too many to go on.
  bool Add(const FormRow& row) {
    FormType type = ParseFormType(row.Value(Column::kType));
    if (Begins(type.role) && open_.size() >= kMaxDepth) {
      SkipDeepGroup(row);
      return true;
    }
    if (Ends(type.role) && too_deep_ > 0) {
      --too_deep_;
      return true;
    }
    if (Ends(type.role)) {
      End(row, type.role == Role::kEndRepeat);
      return true;
    }
    if (type.role == Role::kUnknown) {
      UnknownType(row);
      return true;
    }
    if (type.role == Role::kLeftOut) {
      Findings().Warn(row.At(Column::kType), Name(row),
                      absl::StrCat(type.reason, " (`", Shortened(row.Value(Column::kType)),
                                   "`) is not supported; the question was left out."));
      return true;
    }
    if (type.role == Role::kRefused) {
      Findings().Fail(row.At(Column::kType), Name(row),
                      absl::StrCat(type.reason, " (`", Shortened(row.Value(Column::kType)),
                                   "`) is not supported; ask for it in another way."));
      return true;
    }
    if (rows_.size() - ends_ >= static_cast<std::size_t>(kMaxQuestions)) {
      Findings().Fail(row.At(Column::kType), Name(row),
                      absl::StrCat("More than ", kMaxQuestions,
                                   " questions and groups; divide the "
                                   "questionnaire."));
      return false;
    }
    const std::optional<std::string> code = CodeOf(row, type);
    if (!code && !Begins(type.role)) return true;
    rows_.push_back({&row, type, code.value_or(""), type.or_other ? OtherCode(row) : ""});
    if (Begins(type.role)) open_.push_back(rows_.size() - 1);
    return true;
  }

  // Deeper messages could not be read back (the parsers of protobuf stop at 100): what is in a
  // group that is too deep counts to the one around it.
  void SkipDeepGroup(const FormRow& row) {
    if (++too_deep_ > 1) return;
    Findings().Fail(row.At(Column::kType), Name(row),
                    absl::StrCat("Groups are more than ", kMaxDepth, " deep; join some of them."));
  }

  void End(const FormRow& row, bool repeat) {
    if (open_.empty()) {
      Findings().Fail(row.At(Column::kType), "",
                      absl::StrCat("No ", WordFor(repeat),
                                   " is open here; remove the row, or add "
                                   "`begin_",
                                   WordFor(repeat), "` before it."));
      return;
    }
    WarnOfCells(row);
    const OutlineRow& begin = rows_[open_.back()];
    const bool is_repeat = begin.type.role == Role::kBeginRepeat;
    if (is_repeat != repeat) {
      Findings().Fail(row.At(Column::kType), begin.code,
                      absl::StrCat("The ", WordFor(is_repeat), " `", begin.code,
                                   "` is open here; end it with `end_", WordFor(is_repeat), "`."));
    }
    Close(row);
  }

  // An end has a type, and often the name and label of what it ends.
  void WarnOfCells(const FormRow& row) {
    for (const FormCell& cell : row.cells()) {
      switch (cell.heading->column) {
        case Column::kType:
        case Column::kName:
        case Column::kLabel:
        case Column::kAutoName:
        case Column::kTechnical:
        case Column::kComment:
        case Column::kOther:
        case Column::kDisabled:
          continue;
        case Column::kRequired:
          if (TruthOf(cell.text) == false) continue;
          break;
        default:
          break;
      }
      Findings().Warn(row.At(*cell.heading), Name(row),
                      "It has no meaning at an end and was left out; give it at the beginning.");
    }
  }

  void Close(const FormRow& row) {
    FormType type;
    type.role =
        rows_[open_.back()].type.role == Role::kBeginRepeat ? Role::kEndRepeat : Role::kEndGroup;
    open_.pop_back();
    rows_.push_back({&row, type, "", ""});
    ++ends_;
  }

  void UnknownType(const FormRow& row) {
    const absl::string_view type = row.Value(Column::kType);
    if (type.empty()) {
      Findings().Fail(row.At(Column::kType), Name(row),
                      "There is no type; give one, or empty the "
                      "row.");
      return;
    }
    Findings().Fail(row.At(Column::kType), Name(row),
                    absl::StrCat("There is no type `", Shortened(type), "`; ",
                                 types::RightName(absl::AsciiStrToLower(type), FormTypeNames())));
  }

  // Nothing if the row has no name that can be taken, which is an ERROR.
  std::optional<std::string> CodeOf(const FormRow& row, const FormType& type) {
    absl::string_view name = Name(row);
    if (name.empty() && type.metadata == Question::METADATA_AUDIT) name = "audit";
    if (name.empty()) {
      Findings().Fail(row.At(Column::kName), "",
                      "There is no name; give one of letters, digits "
                      "and underscores.");
      return std::nullopt;
    }
    if (!row.Has(Column::kName) && row.Has(Column::kAutoName)) {
      Findings().Note(row.At(Column::kAutoName), name, "The name is empty; this one is taken.");
    }
    if (!IsFormName(name)) {
      Findings().Fail(row.At(Column::kName), name,
                      absl::StrCat("`", Shortened(name),
                                   "` is no name; begin with a letter and go "
                                   "on with letters, digits and underscores, without spaces."));
      return std::nullopt;
    }
    if (type.role == Role::kExternalList) return std::string(name);
    const std::string group = open_.empty() ? "" : rows_[open_.back()].code;
    std::string code = context_.names().questions.Give(name, group);
    if (code.empty()) {
      Findings().Fail(row.At(Column::kName), name,
                      absl::StrCat("The name `", Shortened(name),
                                   "` is there twice; give each question its own."));
      return std::nullopt;
    }
    if (code != name) {
      Findings().Note(row.At(Column::kName), code,
                      absl::StrCat("The name `", Shortened(name), "` became `", code, "`."));
    }
    return code;
  }

  // The code of the text that `or_other` asks for.
  std::string OtherCode(const FormRow& row) {
    const std::string name = absl::StrCat(Name(row), "_other");
    std::string code =
        context_.names().questions.Give(name, open_.empty() ? "" : rows_[open_.back()].code);
    if (!code.empty()) return code;
    Findings().Fail(row.At(Column::kType), Name(row),
                    absl::StrCat("`or_other` makes a question `", Shortened(name),
                                 "`, which is there already; rename that one, or take `or_other` "
                                 "away."));
    return "";
  }

  FormContext& context_;
  std::vector<OutlineRow> rows_;
  std::vector<std::size_t> open_;  // Where the groups that are open begin.
  std::size_t ends_ = 0;
  int too_deep_ = 0;  // Groups that are open and were too deep.
};

}  // namespace

std::vector<OutlineRow> ReadOutline(const FormSheet& survey, FormContext* context) {
  return OutlineReader(context).Read(survey);
}

}  // namespace lotse::survey
