#include "services/survey/engine/stored_draws.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/question_kinds.h"
#include "services/survey/engine/question_tree.h"
#include "services/survey/logic/program/drawn.h"
#include "services/survey/logic/questionnaire/instrument_tree.h"

namespace lotse::survey {
namespace {

using logic::Drawn;
using logic::ElementId;
using logic::LogicFinding;
using logic::LogicProperty;
using v1alpha::Instrument;
using v1alpha::Question;

constexpr LogicProperty kValueProperties[] = {LogicProperty::kCalculation,
                                              LogicProperty::kInitialValue};
constexpr LogicProperty kStoredProperties[] = {
    LogicProperty::kCalculation, LogicProperty::kInitialValue, LogicProperty::kRepeatCount};
constexpr LogicProperty kDecidingProperties[] = {
    LogicProperty::kRelevant, LogicProperty::kRepeatCount, LogicProperty::kOptionFilter};

// An expression that decides by a draw that is lost.
struct Decision {
  ElementId element = logic::kRootElement;
  LogicProperty property = LogicProperty::kRelevant;
  ElementId by = logic::kRootElement;
};

// True if the service sets it, and nobody else: only of these it leaves draws out.
bool IsUnasked(const Question& question) {
  return IsComputed(question) || question.kind() == Question::KIND_HIDDEN;
}

class DrawSearch {
 public:
  DrawSearch(const Instrument& instrument, const logic::FormProgram& program)
      : instrument_(instrument),
        program_(program),
        questions_(program.tree().elements().size()),
        drawn_(questions_.size()),
        counted_(questions_.size(), true),
        lost_(questions_.size(), false) {
    for (const PlacedQuestion& placed : QuestionsWithValue(instrument)) {
      const auto element = program.tree().Find(placed.question->code());
      if (element) questions_[*element] = placed.question;
    }
  }

  void Run() {
    for (ElementId id = 1; id < static_cast<ElementId>(questions_.size()); ++id) {
      if (questions_[id] != nullptr) Begin(id, *questions_[id]);
    }
    // A group that is named may be computed later.
    ForEachComputed([this](ElementId id, const Question& question) { Compute(id, question); });
    ForEachComputed([this](ElementId id, const Question& question) {
      Compute(id, question);
      if (!drawn_[id].IsNone()) Look(id, question);
    });
    for (ElementId id = 1; id < static_cast<ElementId>(questions_.size()); ++id) LookAtCount(id);
  }

  // In the order of the questionnaire.
  std::vector<ElementId> TooMuch() const {
    std::vector<ElementId> found = fine_;
    if (groups_ > kMaxDrawnGroups) found.insert(found.end(), coarse_.begin(), coarse_.end());
    std::sort(found.begin(), found.end());
    return found;
  }

  // Whether it alone is too much.
  bool IsFine(ElementId id) const {
    return std::find(fine_.begin(), fine_.end(), id) != fine_.end();
  }

  std::vector<Decision> LostDecisions() const {
    std::vector<Decision> found;
    for (ElementId id = 1; id < static_cast<ElementId>(questions_.size()); ++id) {
      for (const LogicProperty property : kDecidingProperties) {
        const logic::Program* const program = program_.Of(id, property);
        if (program == nullptr) continue;
        for (const ElementId read : program->reads()) {
          if (!lost_[read]) continue;
          found.push_back({id, property, read});
          break;
        }
      }
    }
    return found;
  }

 private:
  template <typename Take>
  void ForEachComputed(Take take) {
    for (const ElementId id : program_.ComputedInOrder()) {
      const Question* const question = questions_[id];
      if (question == nullptr || question->kind() == Question::KIND_METADATA) continue;
      take(id, *question);
    }
  }

  // What is known of a value that is not computed.
  void Begin(ElementId id, const Question& question) {
    Drawn& drawn = drawn_[id];
    if (question.kind() == Question::KIND_METADATA) {
      if (question.metadata() == Question::METADATA_TODAY) return;
      drawn.by_moment = Drawn::kMany;
      counted_[id] = false;
    }
    if (question.kind() == Question::KIND_INTEGER) KeepInRange(question, &drawn);
  }

  static void KeepInRange(const Question& question, Drawn* drawn) {
    drawn->whole = true;
    if (question.has_minimum()) {
      drawn->least = std::max(drawn->least, static_cast<double>(question.minimum()));
    }
    if (question.has_maximum()) {
      drawn->most = std::min(drawn->most, static_cast<double>(question.maximum()));
    }
  }

  void Compute(ElementId id, const Question& question) {
    Drawn made;
    bool any = false;
    for (const LogicProperty property : kValueProperties) {
      const logic::Program* const program = program_.Of(id, property);
      if (program == nullptr) continue;
      const Drawn one = logic::DrawnBy(*program, program_.tree(), drawn_);
      made = any ? logic::OneOf(Drawn(), made, one) : one;
      any = true;
    }
    // Another value is none of the question, and refused or left out.
    if (question.kind() == Question::KIND_INTEGER) {
      KeepInRange(question, &made);
      logic::Limit(made.most - made.least + 1, &made);
    }
    const bool one_option = question.kind() == Question::KIND_SINGLE_CHOICE ||
                            question.kind() == Question::KIND_ACKNOWLEDGEMENT;
    if (one_option) {
      // Of a list that is kept outside of the questionnaire none are known.
      const int options = OptionsOf(instrument_, question).size();
      if (options > 0) logic::Limit(options, &made);
    }
    drawn_[id] = made;
  }

  // Looks at what is drawn of a value.
  void Look(ElementId id, const Question& question) {
    lost_[id] = IsLost(id, question);
    counted_[id] = IsOfCounted(id);
    if (counted_[id]) return;
    const double values = StoredValues(id, question);
    if (values <= 1) return;
    counted_[id] = !LeavesFineOut(id, question) || drawn_[id].IsGroup();
    Count(id, program_.tree().element(id).repeat != logic::kNone ? Drawn::kMany : values);
  }

  // How many instances of a repeat there are is stored too. It is computed anew from what is kept.
  void LookAtCount(ElementId id) {
    const logic::Program* const count = program_.Of(id, LogicProperty::kRepeatCount);
    if (count == nullptr || !Reads(*count, [this](ElementId read) { return !counted_[read]; })) {
      return;
    }
    const double values = logic::DrawnBy(*count, program_.tree(), drawn_).by_chance;
    if (values <= 1) return;
    const ElementId around = program_.tree().element(id).parent;
    Count(id, program_.tree().element(around).repeat != logic::kNone ? Drawn::kMany : values);
  }

  // Each instance of a repeat has its own: these are Drawn::kMany.
  void Count(ElementId id, double values) {
    if (values > kMaxDrawnGroups) {
      fine_.push_back(id);
      return;
    }
    coarse_.push_back(id);
    groups_ *= values;
  }

  // Whether of what is drawn only whole numbers from 0 to 99 are stored.
  bool LeavesFineOut(ElementId id, const Question& question) const {
    return IsUnasked(question) && program_.Depends(id).on_chance;
  }

  // Whether what a client says of it is believed, so that it is not computed anew.
  bool IsTold(ElementId id, const Question& question) const {
    if (question.kind() == Question::KIND_HIDDEN || !question.logic().trigger().empty())
      return true;
    const logic::Program* const calculation = program_.Of(id, LogicProperty::kCalculation);
    return calculation != nullptr && logic::KeepsValue(*calculation);
  }

  // How many values can be stored for the same answers.
  double StoredValues(ElementId id, const Question& question) const {
    const Drawn& drawn = drawn_[id];
    if (!IsUnasked(question)) return drawn.values();
    const auto depends = program_.Depends(id);
    if (question.kind() == Question::KIND_HIDDEN && depends.on_clock) return 1;
    // What is computed anew takes the first day of the field period for today, and reads no
    // METADATA.
    const bool anew = depends.on_clock || !IsTold(id, question);
    const double values = anew ? drawn.by_chance : drawn.values();
    // What is left out is one more that is told.
    return depends.on_chance ? std::min(values, drawn.Groups() + 1) : values;
  }

  // Whether it is another value, or none, once the response was handed in.
  bool IsLost(ElementId id, const Question& question) const {
    if (!IsUnasked(question)) return false;
    const bool told = IsTold(id, question);
    if (program_.Depends(id).on_chance) return !told || !drawn_[id].IsGroup();
    return !told && drawn_[id].by_chance > 1 &&
           AnyRead(id, [this](ElementId read) { return lost_[read]; });
  }

  // Whether all that is drawn of it is told by what is counted already.
  bool IsOfCounted(ElementId id) const {
    const auto depends = program_.Depends(id);
    if (depends.on_chance || (depends.on_clock && drawn_[id].by_moment > 1)) return false;
    for (const LogicProperty property : kValueProperties) {
      const logic::Program* const program = program_.Of(id, property);
      if (program != nullptr && logic::NamesGroup(*program, program_.tree())) return false;
    }
    return !AnyRead(id, [this](ElementId read) { return !counted_[read]; });
  }

  // Whether its value is computed from an element that `is_one`.
  template <typename IsOne>
  bool AnyRead(ElementId id, IsOne is_one) const {
    for (const LogicProperty property : kValueProperties) {
      const logic::Program* const program = program_.Of(id, property);
      if (program != nullptr && Reads(*program, is_one)) return true;
    }
    return false;
  }

  template <typename IsOne>
  static bool Reads(const logic::Program& program, IsOne is_one) {
    const auto reads = program.reads();
    return std::any_of(reads.begin(), reads.end(), is_one);
  }

  const Instrument& instrument_;
  const logic::FormProgram& program_;
  // By element; null for what is no question with a value.
  std::vector<const Question*> questions_;
  std::vector<Drawn> drawn_;
  // Whether what is drawn of it is among `coarse_` or `fine_`, or nothing is.
  std::vector<bool> counted_;
  std::vector<bool> lost_;
  // What is stored: alone too much, and what is not.
  std::vector<ElementId> fine_;
  std::vector<ElementId> coarse_;
  double groups_ = 1;
};

// Most have nothing of this.
bool HasValues(const Instrument& instrument) {
  return AnyQuestion(instrument, [](const Question& question) {
    return !question.logic().calculation().empty() || !question.logic().initial_value().empty();
  });
}

std::string WarningOf(bool fine) {
  return absl::StrCat(
      "cannot be asked in an anonymous wave: it would store ",
      fine
          ? absl::StrCat("what was drawn, or the moment, in more than ", kMaxDrawnGroups, " values")
          : absl::StrCat("what was drawn, and with the others that do more than ", kMaxDrawnGroups,
                         " groups could be told apart"),
      ", and whoever noted it would find the response; show it in a NOTE, or draw fewer groups, "
      "such as `once(int(random() * 4))`");
}

}  // namespace

std::vector<std::string> StoredDraws(const Instrument& instrument) {
  std::vector<std::string> codes;
  if (!HasValues(instrument)) return codes;
  auto tree = logic::FormTreeOf(instrument);
  if (!tree.ok()) return codes;
  const std::vector<logic::ElementLogic> all = logic::LogicOf(instrument, *tree);
  const logic::FormProgram program(*std::move(tree), all);
  if (!program.ok()) return codes;
  DrawSearch search(instrument, program);
  search.Run();
  for (const ElementId id : search.TooMuch()) codes.push_back(program.tree().element(id).code);
  return codes;
}

std::vector<LogicFinding> DrawWarnings(const Instrument& instrument,
                                       const logic::FormProgram& program) {
  std::vector<LogicFinding> findings;
  if (!program.ok() || !HasValues(instrument)) return findings;
  DrawSearch search(instrument, program);
  search.Run();
  for (const ElementId id : search.TooMuch()) {
    for (const LogicProperty property : kStoredProperties) {
      if (program.Of(id, property) == nullptr) continue;
      findings.push_back({id, property, /*error=*/false, WarningOf(search.IsFine(id))});
      break;
    }
  }
  for (const Decision& decision : search.LostDecisions()) {
    findings.push_back(
        {decision.element, decision.property, /*error=*/false,
         absl::StrCat("`", program.tree().element(decision.by).code,
                      "` decides here, and an anonymous wave does not keep what was drawn for it: "
                      "who was asked could not be told, and answers would be refused; draw whole "
                      "numbers up to 99 with `once`, such as `once(int(random() * 4))`")});
  }
  return findings;
}

}  // namespace lotse::survey
