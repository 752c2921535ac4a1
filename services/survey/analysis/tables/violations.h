#pragma once

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/survey/engine/violation_list.h"

namespace lotse::survey::tables {

// What is wrong with a table, with fields below a path.
class Violations {
 public:
  explicit Violations(absl::string_view path) : path_(path) {}

  // `field` is empty for the table as a whole.
  void Add(absl::string_view field, absl::string_view description) {
    list_.Add(path_.empty() || field.empty() ? absl::StrCat(path_, field)
                                             : absl::StrCat(path_, ".", field),
              description);
    empty_ = false;
  }

  bool empty() const { return empty_; }
  bool full() const { return list_.full(); }
  rpc::FieldViolations Take() && { return std::move(list_).Take(); }

 private:
  const std::string path_;
  ViolationList list_;
  bool empty_ = true;
};

}  // namespace lotse::survey::tables
