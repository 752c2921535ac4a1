#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/versions/versions.h"
#include "services/survey/engine/versions/wordings.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::CodeMapping;
using v1alpha::InstrumentChange;
using v1alpha::Option;
using Change = InstrumentChange;

// The options of one question in two versions.
class OptionComparison {
 public:
  OptionComparison(Versions* versions, int before, int now)
      : versions_(*versions),
        code_(versions->from.at(before).code),
        code_now_(versions->to.at(now).code),
        was_(versions->from.OptionsAt(before)),
        is_(versions->to.OptionsAt(now)),
        to_of_(was_.size(), -1),
        from_of_(is_.size(), -1) {
    if (const CodeMapping* mapping = versions->pairs.MappingOf(code_); mapping != nullptr) {
      for (const auto& option : mapping->options()) said_.emplace(option.from(), &option);
    }
    Pair();
  }

  void Compare() {
    const bool reversed = IsReversed();
    if (reversed) {
      Add(Change::KIND_SCALE_REVERSED, Change::VERDICT_BREAKING, {.code = code_},
          "Labels stand at codes of other options now: the same code means something else.");
    }
    for (int i = 0; i < was_.size(); ++i) {
      if (to_of_[i] < 0) {
        AddRemoved(was_[i]);
      } else {
        CompareOption(was_[i], is_[to_of_[i]], reversed);
      }
    }
    AddNew();
    CompareOrder();
  }

 private:
  Change& Add(Change::Kind kind, Change::Verdict verdict, const ChangeList::What& what,
              absl::string_view reason) {
    return versions_.changes.Add(kind, verdict, what, reason);
  }

  // As the mapping says, and of those that it does not name those with the same code.
  void Pair() {
    absl::flat_hash_map<absl::string_view, int> now;
    for (int i = 0; i < is_.size(); ++i) now.emplace(is_[i].code(), i);
    const auto join = [&](int before, absl::string_view code) {
      const auto found = now.find(code);
      if (found == now.end() || from_of_[found->second] >= 0) return;
      to_of_[before] = found->second;
      from_of_[found->second] = before;
    };
    for (int i = 0; i < was_.size(); ++i) {
      const auto said = said_.find(was_[i].code());
      if (said != said_.end() && !said->second->to().empty()) join(i, said->second->to());
    }
    for (int i = 0; i < was_.size(); ++i) {
      if (!said_.contains(was_[i].code())) join(i, was_[i].code());
    }
  }

  // Whether a label that one option had is now that of another which was there before, and nobody
  // said that it is so.
  bool IsReversed() const {
    absl::flat_hash_map<std::string, int> labels;
    for (int i = 0; i < was_.size(); ++i) {
      labels.emplace(Wording(FirstWording(was_[i].label())).text(), i);
    }
    for (int i = 0; i < was_.size(); ++i) {
      if (to_of_[i] < 0 || said_.contains(was_[i].code())) continue;
      const auto had = labels.find(Wording(FirstWording(is_[to_of_[i]].label())).text());
      if (had == labels.end() || had->first.empty() || had->second == i) continue;
      // Two options may have had one label.
      const Wording own(FirstWording(was_[i].label()));
      if (own.text() != had->first && to_of_[had->second] >= 0) return true;
    }
    return false;
  }

  void CompareOption(const Option& was, const Option& is, bool reversed) {
    const bool said = said_.contains(was.code());
    const ChangeList::What what{.code = code_,
                                .was = FirstWording(was.label()),
                                .is = FirstWording(is.label()),
                                .option = was.code()};
    if (was.code() != is.code()) {
      Add(Change::KIND_OPTION_RENAMED, Change::VERDICT_NEEDS_MAPPING,
          {.code = code_, .was = was.code(), .is = is.code(), .option = was.code()},
          "The option has another code, as the mapping says.")
          .set_settled(true);
    }
    switch (CompareTexts(was.label(), is.label())) {
      case TextChange::kNone:
        break;
      case TextChange::kNear:
        Add(Change::KIND_OPTION_LABEL, Change::VERDICT_SAFE, what,
            "The label is nearly the same, or has other translations.");
        break;
      case TextChange::kOther:
        // It is told of all at once.
        if (reversed) break;
        Add(Change::KIND_OPTION_REPLACED, Change::VERDICT_NEEDS_MAPPING, what,
            "The code has quite another label: say whether it is the same option still.")
            .set_settled(said);
        break;
    }
    const bool shown_otherwise =
        !std::equal(was.media().begin(), was.media().end(), is.media().begin(), is.media().end(),
                    [](const auto& a, const auto& b) {
                      return a.SerializeAsString() == b.SerializeAsString();
                    });
    const auto columns = [](const Option& option) {
      std::vector<std::pair<std::string, std::string>> all(option.columns().begin(),
                                                           option.columns().end());
      std::sort(all.begin(), all.end());
      return all;
    };
    if (shown_otherwise || columns(was) != columns(is)) {
      Add(Change::KIND_PRESENTATION, Change::VERDICT_SAFE, {.code = code_, .option = was.code()},
          "Media or columns of the option changed; what is stored is its code.");
    }
  }

  void AddRemoved(const Option& option) {
    const bool said = said_.contains(option.code());
    Change& change =
        Add(Change::KIND_OPTION_REMOVED, Change::VERDICT_NEEDS_MAPPING,
            {.code = code_, .was = FirstWording(option.label()), .option = option.code()},
            said ? "The option is gone, as the mapping says."
                 : "The option is gone: say what became of it, or that there is none like it.");
    change.set_settled(said);
    if (said) return;
    const std::string like = LikeliestFor(option);
    if (like.empty()) return;
    change.mutable_suggested()->set_from(code_);
    change.mutable_suggested()->set_to(code_now_);
    auto* const suggested = change.mutable_suggested()->add_options();
    suggested->set_from(option.code());
    suggested->set_to(like);
  }

  // Code of the new option whose label is most like that of one that is gone; empty: none is.
  std::string LikeliestFor(const Option& option) {
    const Wording wording(FirstWording(option.label()));
    double best = 0;
    std::string code;
    for (int i = 0; i < is_.size() && versions_.likeness_budget > 0; ++i) {
      if (from_of_[i] >= 0) continue;
      --versions_.likeness_budget;
      const double likeness = wording.LikenessTo(Wording(FirstWording(is_[i].label())));
      if (likeness < kNearlySame || likeness <= best) continue;
      best = likeness;
      code = is_[i].code();
    }
    return code;
  }

  void AddNew() {
    int last = -1;
    for (int i = 0; i < is_.size(); ++i) {
      if (from_of_[i] >= 0) last = i;
    }
    for (int i = 0; i < is_.size(); ++i) {
      if (from_of_[i] >= 0) continue;
      Add(Change::KIND_OPTION_ADDED, Change::VERDICT_SAFE,
          {.code = code_, .is = FirstWording(is_[i].label()), .option = is_[i].code()},
          i > last
              ? "The option is new and stands behind the others; nobody could choose it before."
              : "The option is new and stands between others; nobody could choose it before.");
    }
  }

  void CompareOrder() {
    int last = -1;
    for (const int to : to_of_) {
      if (to < 0) continue;
      if (to < last) {
        Add(Change::KIND_OPTION_ORDER, Change::VERDICT_SAFE, {.code = code_},
            "The options stand in another order; what is stored is their code.");
        return;
      }
      last = to;
    }
  }

  Versions& versions_;
  const std::string& code_;
  const std::string& code_now_;
  const RepeatedPtrField<Option>& was_;
  const RepeatedPtrField<Option>& is_;
  std::vector<int> to_of_;
  std::vector<int> from_of_;
  // What is said about options of before.
  absl::flat_hash_map<std::string, const CodeMapping::OptionMapping*> said_;
};

}  // namespace

void CompareOptions(Versions* versions, int before, int now) {
  OptionComparison(versions, before, now).Compare();
}

}  // namespace lotse::survey
