#pragma once

#include <cmark-gfm.h>

#include <memory>
#include <string>

// CommonMark, as cmark-gfm reads it without extensions.
namespace lotse::reporting {

struct FreeCommonMark {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};
// A document with all that is in it.
using CommonMark = std::unique_ptr<cmark_node, FreeCommonMark>;
// A walk over a node and what is in it, as deep as that may be.
using CommonMarkWalk = std::unique_ptr<cmark_iter, FreeCommonMark>;

inline CommonMark ParseCommonMark(const std::string& text) {
  return CommonMark(cmark_parse_document(text.data(), text.size(), CMARK_OPT_DEFAULT));
}

}  // namespace lotse::reporting
