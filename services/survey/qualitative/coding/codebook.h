#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::survey::qualitative {

// Limits of a codebook. Larger ones are not read by anybody; they are there so that no request
// can make a service work without end.
inline constexpr size_t kMaxCodes = 2000;
inline constexpr int kMaxCodeDepth = 16;
inline constexpr size_t kMaxCodeName = 200;         // characters
inline constexpr size_t kMaxCodeDefinition = 4000;  // characters
inline constexpr size_t kMaxCodeExamples = 50;      // of each kind
inline constexpr size_t kMaxCodeExample = 1000;     // characters
inline constexpr size_t kMaxCodeId = 64;            // bytes

// One theme that people mark in texts.
struct Code {
  // Never given to another code again, not even after it is gone.
  std::string id = {};
  // The code it is a part of; empty at the top.
  std::string parent = {};
  // Different from the names of the other codes below the same parent, case set aside.
  std::string name = {};
  // What it stands for, and what belongs to it and what does not, by example.
  std::string definition = {};
  std::vector<std::string> include_examples = {};
  std::vector<std::string> exclude_examples = {};
  // False: a heading for codes, which no coding uses.
  bool codable = true;
  // `#RRGGBB`, or empty.
  std::string colour = {};
  // No new codings; those that are there stay, and so does its name. Then all below it are too.
  bool retired = false;

  friend bool operator==(const Code&, const Code&) = default;
};

// A state of a codebook. A value: each step makes the next one (codebook_steps.h).
struct Codebook {
  // Steps that led to it.
  int64_t version = 0;
  // In the order in which people see them; a code may stand before its parent.
  std::vector<Code> codes = {};

  friend bool operator==(const Codebook&, const Codebook&) = default;
};

// What is wrong with a code by itself, with paths below `path`: its id, name, texts and colour.
rpc::FieldViolations CheckCode(const std::string& path, const Code& code);

// What is wrong with a codebook as a whole, as one from elsewhere may be: codes by themselves,
// ids and names that come twice, parents that are not there or retired, circles, depth and size.
// With paths such as `codebook.codes[3].parent`; at most one of a code, and one alone where it is
// too large.
rpc::FieldViolations CheckCodebook(const Codebook& codebook);

// A name as it is compared with those of its siblings: without spaces around it, and folded.
std::string ComparedName(absl::string_view name);

// Finds its way in a codebook without violations, which must outlive it and stay as it is.
class CodeTree {
 public:
  explicit CodeTree(const Codebook& codebook);

  // nullptr if there is none.
  const Code* Find(absl::string_view id) const;
  // Position among the codes; -1 if there is none.
  int IndexOf(absl::string_view id) const;
  // Position of the parent of the code at a position; -1 at the top.
  int ParentOf(int index) const { return parents_[static_cast<size_t>(index)]; }
  // Positions of the code and of all below it, ascending.
  std::vector<int> Family(absl::string_view id) const;
  // Whether `id` is `ancestor` or below it.
  bool IsWithin(absl::string_view id, absl::string_view ancestor) const;
  // 1 at the top.
  int DepthOf(absl::string_view id) const;
  // Levels of the code and those below it, 1 if there is nothing below.
  int HeightOf(absl::string_view id) const;
  // The code with this name below `parent`; nullptr if there is none.
  const Code* FindByName(absl::string_view parent, absl::string_view name) const;
  // Names from the top, for example `Zugang > Sprache`.
  std::string PathOf(absl::string_view id) const;

 private:
  const Codebook& codebook_;
  absl::flat_hash_map<std::string, int> by_id_;
  std::vector<int> parents_;
};

}  // namespace lotse::survey::qualitative
