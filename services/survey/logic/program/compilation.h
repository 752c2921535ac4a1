#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/survey/logic/functions/function.h"
#include "services/survey/logic/program/compile.h"
#include "services/survey/logic/program/places.h"
#include "services/survey/logic/program/program_code.h"
#include "services/survey/logic/syntax/expression.h"

namespace lotse::survey::logic {

// The work of Compile on one expression.
class Compilation {
 public:
  Compilation(absl::string_view source, const FormTree& tree, const Scope& scope)
      : source_(source), tree_(tree), scope_(scope) {}

  absl::StatusOr<Program> Run(const Expression& expression);

 private:
  // A compiled part. After an error it means nothing.
  struct Part {
    std::int32_t code = 0;
    ValueType type = ValueType::kText;
    // Of a node set.
    Places places;
  };

  // What stands around a part.
  struct Context {
    // Places of the context node.
    Places places;
    bool in_predicate = false;
  };

  using Operands = std::vector<std::int32_t>;
  // How many of the last routes and constants are looked through for the same.
  static constexpr std::size_t kLookedBack = 64;

  bool failed() const { return !status_.ok(); }
  // Whether it is a value, or the nodes that Instruction::single is about.
  bool HasOneValue(const Part& part) const;
  Part Fail(const Expression& at, absl::string_view message);
  void Warn(std::size_t position, absl::string_view message);

  // Adds an instruction; one of constants alone becomes their value.
  Part Emit(const Expression& at, Instruction instruction, const Operands& operands);
  Part EmitConstant(Constant constant);
  // The place of a constant; one that is there already is used again.
  std::int32_t AddConstant(Constant constant);
  void Fold(const Expression& at, std::int32_t code);
  Part NodesPart(const Expression& at, Instruction instruction, const Operands& operands,
                 Places places);

  Part Any(const Expression& e, const Context& context);
  Part Logical(const Expression& e, const Context& context);
  Part Binary(const Expression& e, const Context& context);
  Part Union(const Expression& e, const Context& context);
  // A part whose text or number is used.
  Part ValueOf(const Expression& e, const Context& context);
  // A part of which it is asked whether it is true.
  Part TruthOf(const Expression& e, const Context& context);
  // A part that has to be a node set; `what` says what needs it.
  Part NodesOf(const Expression& e, const Context& context, absl::string_view what);
  // Warns of an option that a question does not have.
  void CheckOption(const Part& question, const Expression& option);
  // Warns of a text that is no number where it is compared with a number that is asked for.
  void CheckNumber(const Part& question, const Expression& text);
  void Read(const Place& place);
  void ReadAllIn(ElementId element);

  // Paths: compile_paths.cc.
  Part Reference(const Expression& at, absl::string_view code);
  Part Route(const Expression& at, ElementId target);
  // The place of a route; one that is there already is used again.
  std::int32_t AddRoute(ElementId target, std::int32_t up, const std::vector<ElementId>& way);
  Part Path(const Expression& e, const Context& context);
  bool IsBareWord(const Expression& e, const Context& context) const;
  Part Nothing(const Expression& e);
  Part Absolute(const Expression& e, std::size_t* steps);
  Part Steps(const Expression& e, std::size_t first, Part start);
  bool LeadsToOne(const Step& step, const Places& places) const;
  // Finds the key of a step to options; see StepCode.
  void FindKey(const Step& step, StepCode* made);
  Part Filter(const Expression& e, const Context& context);
  bool Predicates(const std::vector<ExpressionPtr>& predicates, const Places& places,
                  Operands* operands);
  // The one element that a reference or a path without predicates leads to; fails otherwise.
  std::optional<ElementId> ElementAt(const Expression& e, const Context& context);

  // Functions: compile_calls.cc.
  Part Call(const Expression& e, const Context& context);
  Part Ordinary(const Expression& e, const Function& function, const Context& context);
  Part OfForm(const Expression& e, const Function& function, const Context& context);
  Part If(const Expression& e, const Context& context);
  Part Position(const Expression& e, const Context& context);
  Part Instance(const Expression& e);
  Part Regex(const Expression& e, const Function& function, const Context& context);
  Part Pulldata(const Expression& e, const Context& context);
  Part ChoiceName(const Expression& e, const Context& context);
  Part IndexedRepeat(const Expression& e, const Context& context);
  Part CheckFormat(const Expression& e);
  // `advice`, if given, says what to do where there is no such list.
  std::optional<int> ListNamed(const Expression& at, absl::string_view advice = "");
  std::optional<int> ColumnNamed(const Expression& at, int list);

  absl::string_view source_;
  const FormTree& tree_;
  const Scope scope_;
  ProgramCode code_;
  // Groups of which all is read already.
  absl::flat_hash_set<ElementId> read_whole_;
  absl::Status status_;
};

}  // namespace lotse::survey::logic
