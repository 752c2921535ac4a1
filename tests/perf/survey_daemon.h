#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <thread>

namespace lotse::perf {

// A real lotse-survey, the program beside this one, with a store in a temporary
// folder that is removed at the end. Ends the program where it cannot be used:
// there is nothing to measure then.
class SurveyDaemon {
 public:
  SurveyDaemon();
  ~SurveyDaemon();
  SurveyDaemon(const SurveyDaemon&) = delete;
  SurveyDaemon& operator=(const SurveyDaemon&) = delete;

  // HOST:PORT.
  const std::string& address() const { return address_; }
  // Where the store is.
  const std::string& folder() const { return folder_; }
  // Size of answers.db in bytes.
  int64_t AnswersBytes() const;
  // Stops it with SIGTERM and starts it again over the same store.
  void Restart();

  // Makes the questionnaire of load.h and opens the wave kWave.
  void MakeOpenWave() const;
  // Closes the wave and returns how many responses its tables are made of.
  int64_t CountResponses() const;

 private:
  void Start();
  void Stop();
  // Reads the log to its end, so that it never stands in the daemon's way.
  void ReadLog(int pipe);

  std::string folder_;
  std::string address_;
  pid_t pid_ = -1;
  std::thread log_reader_;
};

}  // namespace lotse::perf
