"""Ten templates: a title, paragraphs, "- " steps and "| " rows, in which {p} is a product. All invented."""

TEXTS = {
    "ru": (
        """
Письмо о плановых работах для отдела {p}

Уважаемые коллеги, сообщаем вам о работах, которые пройдут на следующей неделе в отделе {p}. Просим заранее
предупредить сотрудников и перенести срочные встречи.

Работы начнутся в понедельник утром. Смену паролей проводит дежурный администратор. О завершении мы напишем
отдельно. Если что-то пойдёт не так, руководитель группы примет решение об откате.

- Сохраните открытые документы и выйдите из программ.

- Оставьте компьютер включённым до утра.

- После работ войдите снова и проверьте почту.

| Этап | Длительность | Ответственный

| Подготовка | два часа | дежурный

| Проверка | один час | руководитель

По всем вопросам обращайтесь в службу поддержки через портал. Благодарим за понимание и терпение.
""",
        """
Инструкция по работе с кассой {p}

Инструкция описывает порядок открытия и закрытия смены на кассе {p}. Она предназначена для продавцов и старших
смены во всех магазинах сети.

Перед началом работы осмотрите рабочее место. Разменную монету выдаёт старший кассир под роспись. Чековую ленту
берут на складе. Неисправную кассу включать нельзя, о ней сообщают инженеру.

- Включите питание и дождитесь приветствия на экране.

- Введите личный код и подтвердите время.

- Пробейте нулевой чек и вложите его в журнал.

- В конце дня снимите отчёт и сдайте выручку.

| Кнопка | Назначение | Когда нажимать

| Итог | подсчёт суммы | после товаров

| Отмена | удаление строки | при ошибке

Инструкцию пересматривают раз в год. Вопросы задавайте наставнику или начальнику магазина.
""",
        """
Договор на обслуживание с компанией {p}

Исполнитель обязуется оказывать услуги по обслуживанию оборудования, а компания {p} обязуется принимать и
оплачивать эти услуги на условиях настоящего договора.

Услуги оказываются по заявкам заказчика. Заявки принимает диспетчер в рабочие часы. Срок выполнения указан в
приложении. Претензии направляются в письменном виде в течение пяти рабочих дней.

- Заказчик направляет заявку с описанием неисправности.

- Исполнитель подтверждает приём и назначает мастера.

- Стороны подписывают акт о выполненных работах.

| Услуга | Периодичность | Единица

| Осмотр | ежемесячно | выезд

| Ремонт | по заявке | случай

Споры решаются переговорами, а при недостижении согласия передаются в суд по месту нахождения исполнителя.
Договор составлен в двух экземплярах.
""",
        """
Положение о защите информации в системе {p}

Положение устанавливает порядок доступа сотрудников к системе {p} и обязательно для всех подразделений. С ним
знакомят под подпись при приёме на работу.

Доступ выдаётся по заявке руководителя. Учётные записи уволенных блокирует кадровая служба. Пароль меняют раз в
квартал. Передавать свои данные для входа другим лицам запрещено.

- Руководитель заполняет заявку на портале.

- Владелец системы согласует перечень прав.

- Администратор создаёт запись и сообщает сотруднику.

| Роль | Права | Срок

| Читатель | просмотр | год

| Редактор | изменение | полгода

Контроль за исполнением положения возлагается на службу безопасности. Нарушения рассматривает комиссия.
""",
        """
Протокол совещания по проекту {p}

На совещании рассмотрели ход работ по проекту {p}, риски и план на ближайший месяц. Присутствовали руководители
направлений и представители заказчика.

Первый этап завершён в срок. Замечания к макетам снимает ведущий дизайнер до среды. Второй этап начат. Остаток
средств позволяет привлечь ещё одного исполнителя без изменения сметы.

- Утвердить перечень работ второго этапа.

- Подготовить письмо заказчику о сроках.

- Собрать отзывы пользователей и разобрать их.

| Задача | Исполнитель | Срок

| Макеты | дизайнер | среда

| Смета | экономист | пятница

Следующее совещание состоится через две недели в том же составе. Протокол вёл секретарь проекта.
""",
    ),
    "en": (
        """
Letter about planned work for the {p} team

Dear colleagues, this is to tell you about the work that is planned for next week in the {p} team. Please warn
your people in time and move urgent meetings to other days.

The work begins on Monday morning. Passwords are changed by the administrator on duty. We will write again when
everything is done. Should anything go wrong, the head of the group decides whether to roll back.

- Save what you have open and leave all programs.

- Keep the computer switched on until the morning.

- Log in after the work and check your mail.

| Stage | Takes | Who

| Preparation | two hours | person on duty

| Review | one hour | head of the group

If you have questions, ask the service desk on the portal. Thank you for your patience and your help.
""",
        """
Operating manual of the {p} terminal

This manual tells how a shift is opened and closed on the {p} terminal. It is meant for sellers and their seniors
in all shops of the chain.

Look over your place before you begin. Small change is handed out by the senior cashier against a signature. Paper
rolls are taken from the store. A broken terminal must not be switched on, tell the engineer about it.

- Switch the power on and wait for the greeting.

- Enter your own code and confirm the time.

- Print an empty receipt and put it in the journal.

- Take the report in the evening and hand in the cash.

| Key | Purpose | When

| Total | adds up | after the goods

| Void | removes a line | after a mistake

The manual is reviewed once a year. Ask your mentor or the head of the shop if anything is unclear.
""",
        """
Service agreement with {p}

The contractor undertakes to maintain the equipment, and the company {p} undertakes to accept and to pay for this
service under the terms of the agreement below.

Work is done on request of the customer. Requests are taken by the dispatcher during office hours. Terms are given
in the annex. Claims are sent in writing within five working days after the work was accepted.

- The customer sends a request that describes the fault.

- The contractor confirms it and names a technician.

- Both parties sign a statement of the work done.

| Service | How often | Unit

| Inspection | monthly | visit

| Repair | on request | case

Disputes are settled by talks, and where these fail by the court at the seat of the contractor. The agreement is
made in two copies.
""",
        """
Install {p} on a workstation

This page shows how to install {p} on a workstation of the company. It takes about half an hour, and nobody can
work on the machine in the meantime.

You need the rights of an administrator. The installer is offered by the software centre under the tab of tools. It
checks the disk first. If less than ten gigabytes are free, it stops and names the largest folders.

- Download the package and compare its checksum.

- Start the installer and accept the licence.

- Choose a folder and wait until the files are copied.

- Restart the machine and open the program once.

| Option | Default | Meaning

| Folder | program files | where it is put

| Updates | automatic | when it looks for new ones

Remove the package when you are done. See the page on problems if the program does not open after the restart.
""",
        """
Access policy of the {p} system

The policy says who may use the {p} system and binds all departments. Every employee signs it on the first day of
work and again when it changes.

Access is given on request of a manager. Accounts of those who leave are closed by human resources. Passwords
change each quarter. It is forbidden to tell anybody your own name and password for the system.

- The manager fills in a request on the portal.

- The owner of the system agrees to the rights.

- The administrator creates the account and tells the employee.

| Role | Rights | Term

| Reader | view | a year

| Editor | change | half a year

The security department watches that the policy is kept. Breaches are looked into by a commission.
""",
    ),
}
