#pragma once

#include <string>
#include <vector>

#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/material/text_rows.h"
#include "tests/perf/bare.h"

namespace lotse::perf {

// What the file of a study could do at best: the statements of the service over a connection to
// SQLite with nothing around it.
class BareMaterial {
 public:
  // A new file.
  explicit BareMaterial(const std::string& path);

  // Stores a text with its turns in one commit.
  void Add(const survey::qualitative::StoredText& text);
  void Add(const std::vector<survey::qualitative::StoredCoding>& codings);

  // Puts a text in the place of the one that has its id, takes these codings out and in again, and
  // empties the log.
  void Change(const survey::qualitative::StoredText& text,
              const std::vector<survey::qualitative::StoredCoding>& codings);

 private:
  void AddTurns(const survey::qualitative::StoredText& text);
  void AddCoding(const survey::qualitative::StoredCoding& coding);

  Bare bare_;
};

}  // namespace lotse::perf
