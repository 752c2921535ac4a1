#include "runtime/resource/contract/test_subjects.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/empty.pb.h"
#include "runtime/rpc/error.h"

namespace lotse::resource::contract {

using google::protobuf::Message;
using kerneltest::FinishTaskRequest;
using kerneltest::Note;
using kerneltest::Project;
using kerneltest::Task;
using kerneltest::Town;

namespace {

template <class R>
R* As(Message* message) {
  return static_cast<R*>(message);
}

absl::Status FinishTask(Tx& tx, const FinishTaskRequest& request, Task* task) {
  absl::Status status = tx.LoadForChange(request.name(), request.etag(), task);
  if (!status.ok()) return status;
  task->set_state(Task::STATE_DONE);
  return tx.Save("FINISH_TASK", request.reason(), task);
}

absl::Status MakeNote(Harness* harness, const std::string& task, const std::string& id) {
  kerneltest::CreateNoteRequest request;
  request.set_parent(task);
  request.set_note_id(id);
  request.mutable_note()->set_text("x");
  Note note;
  return harness->Call(request, &note);
}

Subject Base(const std::string& label) {
  Subject subject;
  subject.label = label;
  subject.service = kTestService;
  subject.type = "kerneltest.lotse/" + label;
  subject.set_up = SetUpTests;
  subject.text_field = subject.required_field = "title";
  return subject;
}

}  // namespace

void SetUpTests(Harness* harness) {
  harness->rules = [](Standard* standard) {
    RulesOf<Task> rules;
    rules.create = [](Tx&, Task* task) {
      task->set_state(Task::STATE_OPEN);
      return absl::OkStatus();
    };
    standard->Add(rules);
  };
  harness->rules(&harness->standard());
  harness->On<FinishTaskRequest, Task>(FinishTask);
}

void MakeProject(Harness* harness, const std::string& id) {
  kerneltest::CreateProjectRequest request;
  request.set_project_id(id);
  request.mutable_project()->set_title(id);
  Project project;
  const absl::Status status = harness->Call(request, &project);
  ASSERT_TRUE(status.ok()) << status;
}

void MakeTown(Harness* harness, const std::string& id) {
  kerneltest::CreateTownRequest request;
  request.set_town_id(id);
  request.mutable_town()->set_title(id);
  Town town;
  const absl::Status status = harness->Call(request, &town);
  ASSERT_TRUE(status.ok()) << status;
}

Task MakeTask(Harness* harness, const std::string& project, const std::string& id, Task task) {
  kerneltest::CreateTaskRequest request;
  request.set_parent("programmes/" + project);
  request.set_task_id(id);
  if (task.title().empty()) task.set_title(id);
  *request.mutable_task() = task;
  const absl::Status status = harness->Call(request, &task);
  EXPECT_TRUE(status.ok()) << status;
  return task;
}

Subject TownSubject() {
  Subject subject = Base("Town");
  subject.fill = [](Message* town, int number) {
    As<Town>(town)->set_title(absl::StrCat("Town ", number));
  };
  return subject;
}

Subject ProjectSubject() {
  Subject subject = Base("Project");
  subject.fill = [](Message* project, int number) {
    As<Project>(project)->set_title(absl::StrCat("Project ", number));
  };
  subject.make_child = [](Harness* harness, const std::string& name, const std::string& id) {
    kerneltest::CreateTaskRequest request;
    request.set_parent(name);
    request.set_task_id(id);
    request.mutable_task()->set_title("x");
    Task task;
    return harness->Call(request, &task);
  };
  subject.delete_child = [](Harness* harness, const std::string& name, const std::string& id) {
    kerneltest::DeleteTaskRequest request;
    request.set_name(name + "/tasks/" + id);
    Task task;
    return harness->Call(request, &task);
  };
  return subject;
}

Subject TaskSubject() {
  Subject subject = Base("Task");
  subject.parent = "programmes/p";
  subject.furnish = [](Harness* harness) { MakeProject(harness, "p"); };
  subject.fill = [](Message* task, int number) {
    As<Task>(task)->set_title(absl::StrCat("Task ", number));
    As<Task>(task)->set_code("fixed");
  };
  subject.immutable_field = "code";
  subject.identify = [](Message* task, const std::string& value) {
    auto* id = As<Task>(task)->add_external_ids();
    id->set_system("list");
    id->set_value(value);
  };
  subject.reference_field = "town";
  subject.make_target = [](Harness* harness) -> std::string {
    MakeTown(harness, "target");
    return "administrations/target";
  };
  subject.delete_target = [](Harness* harness, const std::string& name) {
    kerneltest::DeleteTownRequest request;
    request.set_name(name);
    Town town;
    return harness->Call(request, &town);
  };
  subject.make_child = [](Harness* harness, const std::string& name, const std::string& id) {
    return MakeNote(harness, name, id);
  };
  subject.delete_child = [](Harness* harness, const std::string& name, const std::string& id) {
    kerneltest::DeleteNoteRequest request;
    request.set_name(name + "/notes/" + id);
    google::protobuf::Empty empty;
    return harness->Call(request, &empty);
  };
  return subject;
}

Subject NoteSubject() {
  Subject subject = Base("Note");
  subject.parent = "programmes/p/tasks/t";
  subject.text_field = subject.required_field = "text";
  subject.furnish = [](Harness* harness) {
    MakeProject(harness, "p");
    MakeTask(harness, "p", "t");
  };
  subject.fill = [](Message* note, int number) {
    As<Note>(note)->set_text(absl::StrCat("Note ", number));
  };
  return subject;
}

}  // namespace lotse::resource::contract
