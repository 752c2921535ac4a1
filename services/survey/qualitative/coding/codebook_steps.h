#pragma once

#include <string>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/coding/codebook.h"
#include "services/survey/qualitative/coding/coding.h"

// What is done to a codebook, step by step. Each is checked as a whole before anything is
// different. No code ever leaves a codebook: what was done can be undone from what it changed.
namespace lotse::survey::qualitative {

// A new code, behind all others, below a parent that is in use if there is one.
struct AddCode {
  Code code;
};

// Says anew what a code is: its name, definition, examples, colour and whether it is codable. The
// parent and `retired` of `code` do not count.
struct ReviseCode {
  Code code;
};

// Puts a code, with all below it, under another parent that is in use, or at the top if that is
// empty.
struct MoveCode {
  std::string code;
  std::string parent;
};

// What was coded with any of `codes` is coded with `into` from now on, what is below them goes
// below `into`, and they are retired. `into` is in use.
struct MergeCodes {
  std::vector<std::string> codes;
  std::string into;
};

// New codes take codings of one over, as `goes_to` says: the code of each coding by the id of the
// coding. Nothing is guessed: each is named. Those that are not stay with the code; if it is
// retired there are none, and nothing in use is below it.
struct SplitCode {
  std::string code;
  // Beside it if they name its parent, below it if they name it; under none that is retired.
  std::vector<Code> into;
  absl::flat_hash_map<std::string, std::string> goes_to;
  bool retire = false;
};

// Takes a code, and all below it, out of use, or back into it.
struct RetireCode {
  std::string code;
  bool retired = true;
};

using CodebookStep = std::variant<AddCode, ReviseCode, MoveCode, MergeCodes, SplitCode, RetireCode>;

// What became of the codings of a project by a step.
struct Recoding {
  // By id of the coding: the code it has now.
  absl::flat_hash_map<std::string, std::string> codes = {};
  // By id of a coding that is gone, since by the step its coder had the same part of the text coded
  // with the same code twice: the id of the one that stays, to which memos on it go over. The one
  // that stays is the earlier one. What was there twice before stays twice.
  absl::flat_hash_map<std::string, std::string> gone = {};
};

struct CodebookChange {
  Codebook codebook;
  // The codes that the step changed, as they were before it, and the ids of those that it added.
  std::vector<Code> before;
  std::vector<std::string> added;
  Recoding recoding;
};

// Takes one step. `codings` are all of the codes that it names, of every coder: those that change
// are found in `recoding`. What is wrong is returned, and then `*change` is as it was; paths are
// those of the request of the step in codebook_steps.proto. `codebook` has no violations, and so
// has what comes of it.
rpc::FieldViolations TakeStep(const Codebook& codebook, const std::vector<Coding>& codings,
                              const CodebookStep& step, CodebookChange* change);

// What is wrong with a step if its caller does not see all codings, as who codes blind: whether it
// could be taken would tell whether the others gave a code. So it does not depend on codings. Paths
// as those of TakeStep.
rpc::FieldViolations CheckBlind(const Codebook& codebook, const CodebookStep& step);

// The codebook as it was before the step that made it what it is, by what that changed.
Codebook Undone(Codebook codebook, const std::vector<Code>& before,
                const std::vector<std::string>& added);

// Applies what became of them to codings, which may be those of one text or of one coder.
std::vector<Coding> Recoded(const std::vector<Coding>& codings, const Recoding& recoding);

}  // namespace lotse::survey::qualitative
