#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/survey/engine/question_kinds.h"
#include "services/survey/engine/versions/constraint_limits.h"
#include "services/survey/engine/versions/ranges.h"
#include "services/survey/engine/versions/versions.h"
#include "services/survey/engine/versions/wordings.h"

namespace lotse::survey {
namespace {

using google::protobuf::util::MessageDifferencer;
using v1alpha::InstrumentChange;
using v1alpha::Question;
using v1alpha::QuestionLogic;
using Change = InstrumentChange;
using Role = VersionNode::Role;

constexpr auto kSafe = Change::VERDICT_SAFE;
constexpr auto kNeedsMapping = Change::VERDICT_NEEDS_MAPPING;
constexpr auto kBreaking = Change::VERDICT_BREAKING;

std::string Spaced(std::string text) {
  absl::RemoveExtraAsciiWhitespace(&text);
  return text;
}

template <class Repeated>
bool SameMessages(const Repeated& a, const Repeated& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return MessageDifferencer::Equals(x, y); });
}

std::string RequiredText(const Question& question, const std::string& required_if) {
  if (!required_if.empty()) return absl::StrCat("if ", required_if);
  return question.required() ? "always" : "never";
}

std::string SettingsText(const Question& question) {
  std::vector<std::string> lines;
  for (const auto& [name, value] : question.settings()) {
    lines.push_back(absl::StrCat(name, "=", value));
  }
  std::sort(lines.begin(), lines.end());
  return absl::StrJoin(lines, "\n");
}

// One node in two versions.
class NodeComparison {
 public:
  NodeComparison(Versions* versions, int before, int now)
      : versions_(*versions), was_(versions->from.at(before)), is_(versions->to.at(now)) {}

  void Compare() {
    if (was_.code != is_.code) {
      Add(Change::KIND_RENAMED, kNeedsMapping, was_.code, is_.code,
          "It has another code, as the mapping says.")
          .set_settled(true);
    }
    CompareText();
    const bool same_kind = was_.role == is_.role && was_.kind == is_.kind;
    if (!same_kind) AddKind();
    // Of an item its matrix says the rest.
    if (was_.question == nullptr || is_.question == nullptr) return;
    if (was_.item != nullptr && is_.item != nullptr) return;
    CompareRequired();
    if (same_kind) CompareWhatIsTaken();
    CompareComputed();
    CompareAround();
  }

 private:
  Change& Add(Change::Kind kind, Change::Verdict verdict, absl::string_view was,
              absl::string_view is, absl::string_view reason) {
    return versions_.changes.Add(kind, verdict, {.code = was_.code, .was = was, .is = is}, reason);
  }

  // An expression of the version before, with the codes of the next.
  std::string Before(const std::string& expression) const {
    return versions_.pairs.Translated(expression);
  }

  void CompareText() {
    const absl::string_view was = FirstWording(was_.text()), is = FirstWording(is_.text());
    switch (CompareTexts(was_.text(), is_.text())) {
      case TextChange::kNone:
        return;
      case TextChange::kOther:
        if (was_.role == Role::kValue) {
          Add(Change::KIND_REPLACED, kNeedsMapping, was, is,
              "The code has quite another text: say whether it is the same question still.")
              .set_settled(versions_.pairs.MappingOf(was_.code) != nullptr);
          return;
        }
        break;
      case TextChange::kNear:
        break;
    }
    Add(Change::KIND_TEXT, kSafe, was, is,
        was_.role == Role::kValue ? "The text is nearly the same, or has other translations."
                                  : "A text that nobody answers changed.");
  }

  void AddKind() {
    const auto name = [](const VersionNode& node) {
      return node.section != nullptr ? "SECTION" : Question::Kind_Name(node.kind).substr(5);
    };
    // What has no answer loses none. Items of a matrix are compared themselves.
    const bool answered = was_.role == Role::kValue || was_.role == Role::kRepeat;
    const bool same_frame = (was_.role == Role::kSection || was_.role == Role::kGroup) &&
                            (is_.role == Role::kSection || is_.role == Role::kGroup);
    if (same_frame) return;
    Add(Change::KIND_ANSWER_KIND, answered ? kBreaking : kSafe, name(was_), name(is_),
        answered ? "Another kind of answer: those before are none of this kind."
                 : "It had no answer of its own before.");
  }

  void CompareRequired() {
    const std::string was =
        RequiredText(*was_.question, Before(was_.question->logic().required_if()));
    const std::string is = RequiredText(*is_.question, Spaced(is_.question->logic().required_if()));
    if (was == is) return;
    Add(Change::KIND_REQUIRED, kSafe, was, is,
        is == "never" ? "It may be left out now; answers stay what they are."
                      : "Who may leave it out changed; answers stay what they are, and people "
                        "without one are no longer alike.");
  }

  void CompareWhatIsTaken() {
    const Question& was = *was_.question;
    const Question& is = *is_.question;
    const RangeChange range = CompareRanges(was, is);
    if (range == RangeChange::kReversed) {
      Add(Change::KIND_SCALE_REVERSED, kBreaking, RangeText(was), RangeText(is),
          "The ends of the scale changed places.");
    } else if (range != RangeChange::kNone) {
      const bool wider = range == RangeChange::kWider;
      Add(Change::KIND_RANGE, wider ? kSafe : kBreaking, RangeText(was), RangeText(is),
          wider ? "All that was taken is taken now too."
                : "Something that was taken is not taken now.");
    }
    const bool is_wider =
        IsNumber(is.kind()) &&
        LetsThroughAllBefore(was, Before(was.logic().constraint()), is, is.logic().constraint());
    CompareRule(was.logic().constraint(), is.logic().constraint(), "constraint", is_wider);
    CompareRule(was.logic().option_filter(), is.logic().option_filter(), "filter of options",
                /*is_wider=*/false);
    if (!std::equal(was.class_bounds().begin(), was.class_bounds().end(), is.class_bounds().begin(),
                    is.class_bounds().end())) {
      Add(Change::KIND_CLASSES, kSafe, absl::StrJoin(was.class_bounds(), ", "),
          absl::StrJoin(is.class_bounds(), ", "),
          "Numbers are tabulated in other classes; answers stay what they are.");
    }
  }

  // An expression that lets answers through; `is_wider` if it certainly lets through all of before.
  void CompareRule(const std::string& before, const std::string& now, absl::string_view name,
                   bool is_wider) {
    const std::string was = Before(before), is = Spaced(now);
    if (was == is) return;
    Add(Change::KIND_CONSTRAINT, is.empty() || is_wider ? kSafe : kBreaking, was, is,
        is_wider     ? absl::StrCat("The ", name, " lets through all numbers that were taken.")
        : is.empty() ? absl::StrCat("The ", name, " is gone: all that was taken is taken now too.")
        : was.empty()
            ? absl::StrCat("A ", name, " is new: something that was taken may not be taken now.")
            : absl::StrCat("The ", name,
                           " changed, and no expression tells which of the answers "
                           "before it lets through."));
  }

  void CompareComputed() {
    const QuestionLogic& was = was_.question->logic();
    const QuestionLogic& is = is_.question->logic();
    std::vector<std::string> triggers_before;
    for (const std::string& code : was.trigger()) {
      triggers_before.emplace_back(versions_.pairs.CodeIn(code));
    }
    const bool same_triggers = std::equal(triggers_before.begin(), triggers_before.end(),
                                          is.trigger().begin(), is.trigger().end());
    const std::string before = Before(was.calculation()), now = Spaced(is.calculation());
    if (before != now || !same_triggers || was_.question->metadata() != is_.question->metadata()) {
      Add(Change::KIND_CALCULATION, kBreaking, before, now,
          "It is computed or recorded otherwise: the same value may mean something else.");
    }
    if (was_.question->special_category() != is_.question->special_category()) {
      Add(Change::KIND_SPECIAL_CATEGORY, kSafe, was_.question->special_category() ? "yes" : "no",
          is_.question->special_category() ? "yes" : "no",
          "Whether it asks for a special category of data is said otherwise; waves need another "
          "basis for it.");
    }
  }

  void CompareAround() {
    const Question& was = *was_.question;
    const Question& is = *is_.question;
    std::vector<absl::string_view> shown;
    const auto text = [&](absl::string_view name, const auto& a, const auto& b) {
      if (!MessageDifferencer::Equals(a, b)) shown.push_back(name);
    };
    text("hint", was.hint(), is.hint());
    text("guidance", was.guidance(), is.guidance());
    text("constraint_message", was.logic().constraint_message(), is.logic().constraint_message());
    text("required_message", was.logic().required_message(), is.logic().required_message());
    if (was.appearance() != is.appearance()) shown.push_back("appearance");
    if (!SameMessages(was.media(), is.media())) shown.push_back("media");
    if (SettingsText(was) != SettingsText(is)) shown.push_back("settings");
    if (!shown.empty()) {
      Add(Change::KIND_PRESENTATION, kSafe, "", absl::StrJoin(shown, ", "),
          "What is shown around it changed.");
    }
    std::vector<absl::string_view> behaves;
    const auto expression = [&](absl::string_view name, const std::string& a,
                                const std::string& b) {
      if (Before(a) != Spaced(b)) behaves.push_back(name);
    };
    expression("initial_value", was.logic().initial_value(), is.logic().initial_value());
    expression("read_only_if", was.logic().read_only_if(), is.logic().read_only_if());
    expression("repeat_count", was.logic().repeat_count(), is.logic().repeat_count());
    if (was.has_randomization() != is.has_randomization() ||
        Before(was.randomization().seed()) != Spaced(is.randomization().seed())) {
      behaves.push_back("randomization");
    }
    if (behaves.empty()) return;
    Add(Change::KIND_BEHAVIOUR, kSafe, "", absl::StrJoin(behaves, ", "),
        "A front end goes about it otherwise; answers stay what they are.");
  }

  Versions& versions_;
  const VersionNode& was_;
  const VersionNode& is_;
};

}  // namespace

void CompareNode(Versions* versions, int before, int now) {
  NodeComparison(versions, before, now).Compare();
}

}  // namespace lotse::survey
