#pragma once

#include <google/protobuf/message.h>

#include <istream>
#include <map>
#include <ostream>
#include <string>

#include "absl/status/status.h"

namespace lotse::cli {

// What the program meets of the world around it. Tests put strings in its
// place.
struct Environment {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  std::map<std::string, std::string> variables = {};
  bool err_is_terminal = false;
  // Columns of the terminal.
  int columns = 80;
  bool in_is_terminal = false;
};

// True if LC_ALL, LC_CTYPE or LANG (the first that is set) names UTF-8.
bool IsUtf8Locale(const std::map<std::string, std::string>& variables);

// A message as protobuf's JSON: indented for a person, else on one line. Ends
// with a line end.
std::string MessageJson(const google::protobuf::Message& message, bool indented);

// The same as one JSON value: on one line and without a line end.
std::string JsonValueOf(const google::protobuf::Message& message);

// Prints an error on stderr: for a person the message and a line per detail,
// with `json` one JSON object.
void PrintFailure(const absl::Status& status, bool json, std::ostream& err);

}  // namespace lotse::cli
