#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/qualitative/text/text_span.h"

// What another program's project holds beyond the model of a study, such as sets and links: it is
// kept as it came, so that it goes out with the study again, and nothing here reads it. It is
// called a thing, and refers to what the study has by ties, so that these follow what is renamed,
// corrected or merged.
namespace lotse::survey::qualitative {

// What a thing refers to. In the files of a study the members are ids; between these and a project
// they are the guids of the project.
struct ForeignPlace {
  // The numbers are stored.
  enum class Kind {
    kText = 0,
    kPart = 1,  // Of a text.
    kCoding = 2,
    kMemo = 3,
    kCase = 4,
    kPerson = 5,  // Somebody who took part in a case, or belongs to its staff.
    kCodebook = 6,
    kCode = 7,
    kThing = 8,
  };

  Kind kind = Kind::kText;
  // Of a part that of its text, of a person that of the case, of a code that of its codebook; of a
  // thing its key (KeyOf), everywhere.
  std::string id = {};
  std::string within = {};  // The pseudonym of a person, the id of a code in its codebook.
  TextSpan span = {};       // Of a part.

  friend bool operator==(const ForeignPlace&, const ForeignPlace&) = default;
};

// That a thing refers to something.
struct ForeignTie {
  // As what. The numbers are stored.
  enum class Role {
    kMember = 0,  // Of a set, or of a case.
    kOrigin = 1,  // Where a link begins.
    kTarget = 2,  // Where it ends.
    kNote = 3,    // A note on the thing.
    kValue = 4,   // What has a value of the variable.
  };
  // The type of a value that is none: a program may say that something has a variable, and no more.
  static constexpr int kNoValue = -1;

  Role role = Role::kMember;
  ForeignPlace place = {};
  int type = kNoValue;  // Of a value, a refi::VariableType.
  std::string value = {};
  // Where that lies as it is stored: its text and case, or empty. They are no part of what is said.
  std::string text_id = {};
  std::string case_id = {};
};

struct ForeignThing {
  // The numbers are stored.
  enum class Kind { kSet = 0, kLink = 1, kVariable = 2, kCase = 3 };

  Kind kind = Kind::kSet;
  // Id of the coder whose import brought it; empty: somebody who does not code. With the guid it is
  // the key: what another coder brings is another thing.
  std::string coder = {};
  std::string guid = {};  // As in the file.
  std::string name = {};
  std::string description = {};
  std::string direction = {};  // Of a link.
  std::string color = {};      // Of a link.
  int type = 0;                // Of a variable, a refi::VariableType.
  std::vector<ForeignTie> ties = {};
  // How many ties that hold it (foreign_rules.h) it has at least; with fewer of them it goes.
  int needed = 0;
};

// The key of a thing.
std::string KeyOf(absl::string_view coder, absl::string_view guid);
std::string KeyOf(const ForeignThing& thing);

// Whether two ties say the same, wherever that lies.
bool SayTheSame(const ForeignTie& one, const ForeignTie& other);

// Bytes of names, descriptions and values.
size_t BytesOf(const ForeignThing& thing);

}  // namespace lotse::survey::qualitative
