#include "services/survey/exchange/xforms/itemset.h"

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/types/span.h"
#include "services/survey/exchange/xforms/xpath_tokens.h"

namespace lotse::survey::xforms {
namespace {

using Tokens = absl::Span<const XpathToken>;

absl::Status NoItems() {
  return absl::InvalidArgumentError(
      "these are no items of a secondary instance; give instance('ID')/root/item with or without "
      "predicates");
}

// The text from the first to the last of `tokens`, which are pieces of one expression.
std::string TextOf(Tokens tokens) {
  if (tokens.empty()) return "";
  const char* const begin = tokens.front().text.data();
  return std::string(begin, tokens.back().text.data() + tokens.back().text.size() - begin);
}

// How many of `tokens`, of which the first opens a bracket, reach to its end; 0 if there is none.
std::size_t BracketSize(Tokens tokens) {
  int depth = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    depth += tokens[i].kind == XpathToken::Kind::kOpen;
    depth -= tokens[i].kind == XpathToken::Kind::kClose;
    if (depth == 0) return i + 1;
  }
  return 0;
}

// Takes `randomize(` and `)` off `tokens`, and the seed behind the comma.
void TakeRandomize(Tokens* tokens, Itemset* itemset) {
  if (tokens->size() < 3 || (*tokens)[0].text != "randomize" ||
      BracketSize(tokens->subspan(1)) + 1 != tokens->size()) {
    return;
  }
  itemset->randomized = true;
  *tokens = tokens->subspan(2, tokens->size() - 3);
  int depth = 0;
  for (std::size_t i = 0; i < tokens->size(); ++i) {
    const XpathToken& token = (*tokens)[i];
    depth += token.kind == XpathToken::Kind::kOpen;
    depth -= token.kind == XpathToken::Kind::kClose;
    if (depth > 0 || token.kind != XpathToken::Kind::kComma) continue;
    itemset->seed = TextOf(tokens->subspan(i + 1));
    *tokens = tokens->first(i);
    return;
  }
}

}  // namespace

absl::StatusOr<Itemset> ParseItemset(absl::string_view nodeset) {
  const absl::StatusOr<std::vector<XpathToken>> all = TokenizeXpath(nodeset);
  if (!all.ok()) return all.status();
  Itemset itemset;
  Tokens tokens = *all;
  TakeRandomize(&tokens, &itemset);
  constexpr absl::string_view kBeginning[] = {"instance", "(", "", ")", "/", "", "/", ""};
  if (tokens.size() < std::size(kBeginning)) return NoItems();
  for (std::size_t i = 0; i < std::size(kBeginning); ++i) {
    if (!kBeginning[i].empty() && tokens[i].text != kBeginning[i]) return NoItems();
  }
  if (tokens[2].kind != XpathToken::Kind::kLiteral) return NoItems();
  itemset.instance = std::string(Unquoted(tokens[2].text));
  tokens = tokens.subspan(std::size(kBeginning));
  while (!tokens.empty()) {
    const std::size_t size = tokens[0].text == "[" ? BracketSize(tokens) : 0;
    if (size < 3) return NoItems();
    itemset.filters.push_back(TextOf(tokens.subspan(1, size - 2)));
    tokens = tokens.subspan(size);
  }
  return itemset;
}

}  // namespace lotse::survey::xforms
