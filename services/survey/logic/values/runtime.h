#pragma once

#include <cstdint>
#include <forward_list>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/survey/logic/form/form_tree.h"
#include "services/survey/logic/form/instance.h"
#include "services/survey/logic/form/node.h"
#include "services/survey/logic/values/date_time.h"
#include "services/survey/logic/values/environment.h"
#include "services/survey/logic/values/value.h"

namespace lotse::survey::logic {

// One evaluation: what it reads, what it has made, what it may still do. Converts values as
// sections 4.2 to 4.4 of XPath 1.0 and number() of ODK XForms say.
class Runtime {
 public:
  // All must outlive it. `instance` may be nullptr where no node of the response is read.
  Runtime(const FormTree* tree, const Instance* instance, const Environment* environment,
          std::int64_t steps)
      : tree_(tree), instance_(instance), environment_(environment), steps_(steps) {}

  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  const FormTree& tree() const { return *tree_; }
  const Instance& instance() const { return *instance_; }
  // Asking for it makes used_environment() true.
  const Environment& environment() {
    used_environment_ = true;
    return *environment_;
  }
  bool used_environment() const { return used_environment_; }

  absl::string_view TextOf(const Node& node);
  absl::string_view Text(const Value& value);
  double Number(const Value& value);
  bool Boolean(const Value& value);
  // A text as a day or a day with a time; nullopt for anything else.
  std::optional<DateTime> MomentOf(absl::string_view text);
  // A text as a number: a number, else the days of a day or of a day with a time, else NaN.
  double NumberOf(absl::string_view text);

  // Calls `use` with each text of a value: those of its nodes, or the value as a text.
  template <typename Use>
  void EachText(const Value& value, Use use) {
    if (!value.is_nodes()) {
      use(Text(value));
      return;
    }
    for (const Node& node : value.nodes()) {
      if (!Charge(1)) return;
      use(TextOf(node));
    }
  }

  // Keeps a text until the evaluation ends.
  absl::string_view Keep(std::string text);
  Value Made(std::string text) { return Value::Text(Keep(std::move(text))); }

  // Takes steps off the budget; false if it is used up or something has failed.
  bool Charge(std::int64_t steps);
  // Below 0 once it is used up.
  std::int64_t steps() const { return steps_; }
  // Ends the evaluation; the first failure counts. The message holds nothing of an answer.
  void Fail(absl::Status status);
  bool failed() const { return !status_.ok(); }
  const absl::Status& status() const { return status_; }

  // A number from 0 to below 1, and 64 random bits. Fails without a source.
  double RandomUnit();
  std::uint64_t RandomBits();

  // True if `a` comes before `b`: in the order of the document, the response before lists.
  bool Before(const Node& a, const Node& b) const;

 private:
  std::string TextOfGroup(NodeId node);

  const FormTree* tree_;
  const Instance* instance_;
  const Environment* environment_;
  std::int64_t steps_;
  bool used_environment_ = false;
  absl::Status status_;
  std::forward_list<std::string> kept_;
};

}  // namespace lotse::survey::logic
