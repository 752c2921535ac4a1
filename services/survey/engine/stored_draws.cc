#include "services/survey/engine/stored_draws.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/drawn_elements.h"
#include "services/survey/engine/question_tree.h"
#include "services/survey/logic/program/drawn.h"

namespace lotse::survey {
namespace {

using logic::Drawn;
using logic::ElementId;
using logic::LogicFinding;
using logic::LogicProperty;
using v1alpha::Instrument;
using v1alpha::Question;

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

class DrawSearch {
 public:
  DrawSearch(const Instrument& instrument, const logic::FormProgram& program)
      : instrument_(instrument), program_(program), drawn_(instrument, program) {
    lost_.resize(static_cast<std::size_t>(drawn_.size()));
    for (const logic::FormProgram::Work& work : program.order()) {
      if (work.aspect == logic::FormProgram::Aspect::kValue && drawn_.IsComputed(work.element)) {
        lost_[work.element] = IsLost(work.element);
      }
    }
    for (ElementId id = 1; id < drawn_.size(); ++id) {
      if (drawn_.IsComputed(id)) Look(id);
      LookAtCount(id);
    }
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
    for (ElementId id = 1; id < drawn_.size(); ++id) {
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
  // Looks at what is drawn of a value, and by it.
  void Look(ElementId id) {
    if (drawn_.IsNeverStored(id)) return;
    double values = drawn_.AddsByValue(id) ? StoredValues(id) : 1;
    // That it is not there is one more that is told.
    if (drawn_.AskedValues(id) > 1) values += 1;
    if (values <= 1) return;
    Count(id, program_.tree().element(id).repeat != logic::kNone ? Drawn::kMany : values);
  }

  // How many instances of a repeat there are is stored too. It is computed anew from what is kept.
  void LookAtCount(ElementId id) {
    const double values = drawn_.InstancesValues(id);
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

  // How many values can be stored for the same answers.
  double StoredValues(ElementId id) const {
    const Drawn& drawn = drawn_.value(id);
    if (!drawn_.IsUnasked(id)) return std::min(drawn.values(), Answers(*drawn_.question(id)));
    const double values = drawn_.IsAnew(id) ? drawn.by_chance : drawn.values();
    // What is left out is one more that is told.
    return drawn_.LeavesFineOut(id) ? std::min(values, drawn.Groups() + 1) : values;
  }

  // How many answers a question takes, none among them. Others are refused: this says nothing of
  // what a value can be that nobody hands in.
  double Answers(const Question& question) const {
    if (question.kind() == Question::KIND_INTEGER && question.has_minimum() &&
        question.has_maximum()) {
      return static_cast<double>(question.maximum()) - static_cast<double>(question.minimum()) + 2;
    }
    if (question.kind() != Question::KIND_SINGLE_CHOICE) return Drawn::kMany;
    // Of a list that is kept outside of the questionnaire none are known.
    const int options = OptionsOf(instrument_, question).size();
    return options > 0 ? options + 1 : Drawn::kMany;
  }

  // Whether it is another value, or none, once the response was handed in.
  bool IsLost(ElementId id) const {
    if (!drawn_.IsUnasked(id)) return false;
    const bool is_told = drawn_.IsTold(id);
    if (program_.Depends(id).on_chance) return !is_told || !drawn_.value(id).IsGroup();
    if (is_told || drawn_.value(id).by_chance <= 1) return false;
    const std::vector<ElementId> origins = drawn_.OriginsOf(id);
    return std::any_of(origins.begin(), origins.end(),
                       [this](ElementId one) { return lost_[one]; });
  }

  const Instrument& instrument_;
  const logic::FormProgram& program_;
  const DrawnElements drawn_;
  // By element.
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

std::vector<std::string> StoredDraws(const Instrument& instrument,
                                     const logic::FormProgram& program) {
  std::vector<std::string> codes;
  if (!program.ok() || !HasValues(instrument)) return codes;
  const DrawSearch search(instrument, program);
  for (const ElementId id : search.TooMuch()) codes.push_back(program.tree().element(id).code);
  return codes;
}

std::vector<LogicFinding> DrawWarnings(const Instrument& instrument,
                                       const logic::FormProgram& program) {
  std::vector<LogicFinding> findings;
  if (!program.ok() || !HasValues(instrument)) return findings;
  const DrawSearch search(instrument, program);
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
