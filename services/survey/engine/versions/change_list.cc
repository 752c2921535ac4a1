#include "services/survey/engine/versions/change_list.h"

#include "runtime/types/shorten.h"

namespace lotse::survey {

using v1alpha::InstrumentChange;

InstrumentChange& ChangeList::Add(Kind kind, Verdict verdict, const What& what,
                                  absl::string_view reason) {
  InstrumentChange& change = changes_.emplace_back();
  change.set_kind(kind);
  change.set_verdict(verdict);
  change.set_code(types::Shorten(what.code, kMaxChangeBytes));
  change.set_option(types::Shorten(what.option, kMaxChangeBytes));
  change.set_was(types::Shorten(what.was, kMaxChangeBytes));
  change.set_is(types::Shorten(what.is, kMaxChangeBytes));
  change.set_reason(std::string(reason));
  change.set_settled(verdict == InstrumentChange::VERDICT_SAFE);
  return change;
}

}  // namespace lotse::survey
