#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "services/survey/exchange/xforms/form_tree.h"
#include "services/survey/exchange/xforms/path_rewriter.h"

// What the rewriter of paths knows while it goes through an expression.

namespace lotse::survey::xforms::xpath {

// In what relative paths begin.
struct Scope {
  enum class Kind {
    kBound,    // The node of the expression.
    kNode,     // A node of the primary instance, in a predicate over it.
    kForeign,  // Something else: items of a list.
  };
  Kind kind = Kind::kBound;
  const FormNode* node = nullptr;
};

// A path of which steps were read.
struct Path {
  enum class Start { kAbsolute, kRelative, kCurrent, kForeign };
  Start start = Start::kForeign;
  Scope scope;
  // Where it begins, the highest node that it came through, where it is; null above the root.
  const FormNode* origin = nullptr;
  const FormNode* highest = nullptr;
  const FormNode* at = nullptr;
  // True once its beginning was written: behind a predicate each step is written by itself.
  bool written = false;
  // The first step for which there is no node, and what follows it; empty: there are all.
  std::string missing;
  // Of a foreign path: the list, and how many steps were read.
  const ListName* list = nullptr;
  int steps = 0;
};

// What was open when a bracket was.
struct Frame {
  char bracket = '(';
  std::string function;
  int argument = 0;
  // Where the function begins in what was written.
  std::size_t begin = 0;
  Scope scope;
  Path path;
};

// True if `node` is `above` or below it.
bool IsWithin(const FormNode* node, const FormNode* above);

// True for functions that are of the context if nothing stands in their brackets.
bool IsOfContext(absl::string_view function);

// True if the path leaves an instance of a repeat and comes back to all of them.
bool ComesBack(const Path& path);

// True if `${code}` would mean something else: this instance of a repeat, and all of them if the
// path leaves a repeat and comes back; or if there is no code.
bool StaysRelative(const Path& path);

// The steps from where it begins to where it is, by codes.
std::string RelativeSteps(const Path& path);

}  // namespace lotse::survey::xforms::xpath
