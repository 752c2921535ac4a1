#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "runtime/sql/connection.h"

// Whose pseudonyms are in a study. Each function works inside a transaction over the file of the
// names (StudyFiles::ReadNames, ChangeNames), and throws as sql::Connection does.
namespace lotse::survey::qualitative {

struct StoredName {
  std::string case_id;
  std::string pseudonym;
  std::string person;
  std::string contact;
  int64_t erase_day = 0;  // First day on which it is erased, in days since 1970.

  friend bool operator==(const StoredName&, const StoredName&) = default;
};

// Stores a name, in the place of the one that this participant had.
void KeepName(sql::Connection& connection, const StoredName& name);

std::vector<StoredName> NamesOfCase(sql::Connection& connection, absl::string_view case_id);

// All of a study, to look for them in what is to be shown.
std::vector<StoredName> AllNames(sql::Connection& connection);

// Whether it was there.
bool RemoveName(sql::Connection& connection, absl::string_view case_id,
                absl::string_view pseudonym);

// When the names of a case are erased by what is stored.
struct NameDays {
  std::string case_id;
  int64_t first = 0;
  int64_t last = 0;
};
// Of each case that has names, by their ids.
std::vector<NameDays> DaysOfNames(sql::Connection& connection);

// Makes `day` that of the names of a case that would be erased later; of how many.
int64_t EraseNamesSooner(sql::Connection& connection, absl::string_view case_id, int64_t day);

// Erases the names of a case whose day has come; how many.
int64_t RemoveNamesDue(sql::Connection& connection, absl::string_view case_id, int64_t today);

}  // namespace lotse::survey::qualitative
