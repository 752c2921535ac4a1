#include "services/survey/engine/form_state/piped_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/form_description/changing.h"
#include "services/survey/engine/wording.h"
#include "services/survey/logic/program/compile.h"

namespace lotse::survey {
namespace {

using logic::ElementId;
using logic::FormTree;
using type::v1alpha::Text;

constexpr absl::string_view kOpen = "${";

}  // namespace

std::optional<PipedText> PipedText::Of(const Text& text, const FormTree& tree, ElementId at) {
  if (!MayNameAnswers(text)) return std::nullopt;
  PipedText piped;
  bool any = false;
  for (const Text::Variant& variant : text.variants()) {
    piped.variants_.push_back(PiecesOf(variant.text(), tree, at));
    any |= piped.variants_.back().size() > 1;
  }
  if (!any) return std::nullopt;
  piped.text_ = text;
  return piped;
}

PipedText::Pieces PipedText::PiecesOf(absl::string_view wording, const FormTree& tree,
                                      ElementId at) {
  Pieces pieces(1);
  while (!wording.empty()) {
    const std::size_t open = std::min(wording.find(kOpen), wording.size());
    absl::StrAppend(&pieces.back().before, wording.substr(0, open));
    wording.remove_prefix(open);
    const std::size_t close = wording.find('}');
    if (close == absl::string_view::npos) {
      absl::StrAppend(&pieces.back().before, wording);
      break;
    }
    const absl::string_view named = wording.substr(0, close + 1);
    const auto element = tree.Find(wording.substr(kOpen.size(), close - kOpen.size()));
    if (!element || logic::HoldsElements(tree.element(*element).type)) {
      // A `${` in it may be a name by itself.
      absl::StrAppend(&pieces.back().before, kOpen);
      wording.remove_prefix(kOpen.size());
      continue;
    }
    wording.remove_prefix(named.size());
    auto program = logic::Compile(named, tree, {at, logic::kNone});
    if (program.ok()) {
      pieces.back().answer = *std::move(program);
      pieces.emplace_back();
    } else {
      absl::StrAppend(&pieces.back().before, named);
    }
  }
  return pieces;
}

absl::StatusOr<Text> PipedText::Fill(const logic::Site& site, const logic::Environment& environment,
                                     absl::string_view language) const {
  Text filled;
  for (const int place : VariantsFor(text_, language)) {
    Text::Variant* const variant = filled.add_variants();
    *variant = text_.variants(place);
    std::string wording;
    for (const Piece& piece : variants_[place]) {
      absl::StrAppend(&wording, piece.before);
      if (!piece.answer) continue;
      const absl::StatusOr<std::string> answer =
          logic::EvaluateText(*piece.answer, site, environment);
      if (!answer.ok()) return answer.status();
      absl::StrAppend(&wording, *answer);
    }
    variant->set_text(std::move(wording));
  }
  return filled;
}

}  // namespace lotse::survey
