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
// can make a service work without end. Source: codebook.proto.
inline constexpr size_t kMaxCodes = 2000;
inline constexpr int kMaxCodeDepth = 10;
inline constexpr size_t kMaxCodeNameBytes = 300;
inline constexpr size_t kMaxCodeDefinitionBytes = 8192;
inline constexpr size_t kMaxCodeExamples = 20;
inline constexpr size_t kMaxCodeExampleBytes = 1000;

// One theme that people mark in texts.
struct Code {
  // An id that users choose, or a UUID. Never given to another code again.
  std::string id = {};
  // The code it is a part of; empty at the top.
  std::string parent = {};
  // Different from the names of the other codes below the same parent, case set aside.
  std::string name = {};
  // What belongs to it and what does not.
  std::string definition = {};
  std::vector<std::string> examples = {};
  // False: a heading for codes, which no coding uses.
  bool codable = true;
  // `#rrggbb`, or empty.
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

// What is told of an id that a code may not have.
inline constexpr absl::string_view kCodeIdWanted =
    "not an id; give lower-case letters, digits and hyphens, starting with a letter, at most 63, "
    "or "
    "a UUID";

// Whether it is an id that a code may have.
bool IsCodeId(absl::string_view id);

// What texts may have: of what is stored since before, control characters; of what is new, only
// what XML can carry, so that it can be handed out.
enum class CodeTexts { kNew, kStored };

// What is wrong with a code by itself but for its id, with paths below `path` as StudyCode has
// them: its name, texts and colour.
rpc::FieldViolations CheckCode(const std::string& path, const Code& code,
                               CodeTexts texts = CodeTexts::kNew);

// What is wrong with a codebook as a whole, as one from elsewhere may be: codes by themselves,
// ids and names that come twice, parents that are not there or retired, circles, depth and size.
// With paths such as `codebook.codes[3].parent`; at most one of a code, and one alone where it is
// too large.
rpc::FieldViolations CheckCodebook(const Codebook& codebook, CodeTexts texts = CodeTexts::kNew);

// A name as it is compared with those of its siblings: without spaces around it, and folded.
std::string ComparedName(absl::string_view name);

// The codes of a codebook without violations, each behind the one that it is below, and those below
// the same in their order. They are those of the codebook, which outlives them.
std::vector<const Code*> InOrder(const Codebook& codebook);

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
