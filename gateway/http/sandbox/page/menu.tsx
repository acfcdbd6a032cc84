import { ChevronDownIcon, DropdownMenu } from "@graphiql/react";

export interface Choice {
  readonly label: string;
  readonly description?: string;
  readonly isCurrent?: boolean;
  readonly choose: () => void;
}

export interface MenuProps {
  /** Words on the button that opens the menu. */
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly isPrimary?: boolean;
  readonly align?: "start" | "end";
}

/** A button of the bar that opens a menu of things to choose from, each with a line that explains it. */
export const Menu = ({ label, choices, isPrimary = false, align = "start" }: MenuProps) => (
  <DropdownMenu>
    <DropdownMenu.Button type="button" className={isPrimary ? "bar-primary" : ""}>
      {label} <ChevronDownIcon aria-hidden="true" />
    </DropdownMenu.Button>
    <DropdownMenu.Content className="bar-menu" align={align} collisionPadding={8}>
      {choices.map((choice) => (
        <DropdownMenu.Item key={choice.label} aria-current={choice.isCurrent} onSelect={choice.choose}>
          <span className="bar-menu-label">{choice.label}</span>
          {choice.description && <span className="bar-menu-description">{choice.description}</span>}
        </DropdownMenu.Item>
      ))}
    </DropdownMenu.Content>
  </DropdownMenu>
);
