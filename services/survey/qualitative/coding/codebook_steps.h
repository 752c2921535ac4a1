#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/coding/codebook.h"
#include "services/survey/qualitative/coding/coding.h"

// What is done to a codebook, step by step. Each is checked as a whole before anything is
// different, and leaves an entry in the history.
namespace lotse::survey::qualitative {

// A new code, behind all others of its parent, which is in use if there is one.
struct AddCode {
  Code code;
};

struct RenameCode {
  std::string code;
  std::string name;
};

// What is said of a code without its name: definition, examples, codable and colour take the
// place of those it has. The id, parent, name and `retired` of `code` but for its id do not count.
struct DescribeCode {
  Code code;
};

// Puts a code, with all below it, under another parent that is in use, or at the top if that is
// empty.
struct MoveCode {
  std::string code;
  std::string parent;
};

// What was coded with any of `codes` is coded with `into` from now on, what is below them goes
// below `into`, and they are gone. `into` is in use.
struct MergeCodes {
  std::vector<std::string> codes;
  std::string into;
};

// New codes take the place of one, and its codings go over to them as `goes_to` says: the code of
// each coding by the id of the coding. Nothing is guessed: each is named. If the code is kept,
// those that are not named stay with it; if not, it has nothing below it and is gone.
struct SplitCode {
  std::string code;
  // Beside it if they name its parent, below it if they name it; under none that is retired.
  std::vector<Code> into;
  absl::flat_hash_map<std::string, std::string> goes_to;
  bool keep = false;
};

// Takes a code, and all below it, out of use, or back into it.
struct RetireCode {
  std::string code;
  bool retired = true;
};

using CodebookStep =
    std::variant<AddCode, RenameCode, DescribeCode, MoveCode, MergeCodes, SplitCode, RetireCode>;

// The name of the kind of a step as histories say it, for example `MERGE`.
std::string NameOf(const CodebookStep& step);

// What became of the codings of a project by a step.
struct Recoding {
  // By id of the coding: the code it has now.
  absl::flat_hash_map<std::string, std::string> codes = {};
  // By id of a coding that is gone, since by the step its coder had the same part of the text coded
  // with the same code twice: the id of the one that stays, to which memos on it go over. The one
  // that stays is the earlier one, and keeps its weight, or none; the weight of the one that is
  // gone is gone too, since two of them have no mean. What was there twice before stays twice.
  absl::flat_hash_map<std::string, std::string> gone = {};
};

// What the history keeps of a step. Definitions and examples stand in it as they were written, and
// so may quote what somebody said: it is kept and erased with the texts.
struct CodebookEntry {
  // Of the codebook after the step.
  int64_t version = 0;
  std::string kind;
  std::string author;
  int64_t time_ms = 0;
  std::string reason;
  // The codes as they were before and are after it, those that the step changed; in the order
  // of the codebook. Of a new code there is none before, of one that is gone none after.
  std::vector<Code> before;
  std::vector<Code> after;
  int64_t recoded = 0;
  int64_t codings_gone = 0;
};

struct CodebookChange {
  Codebook codebook;
  CodebookEntry entry;
  Recoding recoding;
};

// Who takes a step, when and why; `reason` may be empty.
struct StepAuthor {
  std::string name;
  int64_t time_ms = 0;
  std::string reason = {};
};

// Takes one step. `codings` are all of the project, of every coder: those that change are found
// in `recoding`. `id`s of new codes have never been used before; the caller sees to it for those
// that are gone. What is wrong is returned, and then `*change` is as it was; paths are such as
// `step.code.parent`. `codebook` has no violations, and so has what comes of it.
rpc::FieldViolations TakeStep(const Codebook& codebook, const std::vector<Coding>& codings,
                              const CodebookStep& step, const StepAuthor& author,
                              CodebookChange* change);

// Applies what became of them to codings, which may be those of one text or of one coder.
std::vector<Coding> Recoded(const std::vector<Coding>& codings, const Recoding& recoding);

}  // namespace lotse::survey::qualitative
