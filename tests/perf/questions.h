#pragma once

#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace lotse::perf {

// A question to lotse-engagement.
struct Question {
  std::string label;
  // Which method: the name of its request without `Request`.
  std::string method;
  // The request in the text format of protobuf; $E stands for an engagement, $P for its
  // programme, $A for its administration.
  std::string request;
  // How many engagements a page looks at, at most; 0 if their number does not matter.
  int most_engagements = 0;

  std::unique_ptr<google::protobuf::Message> ForEngagement(const std::string& name) const;
};

// What is asked about one engagement and about all of a programme.
std::vector<Question> Questions();
// A page of every kind by name, and one with filter and order.
std::vector<Question> Lists();

}  // namespace lotse::perf
